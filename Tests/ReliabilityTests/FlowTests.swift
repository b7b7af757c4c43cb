import Engine
import Reliability
import SimulatedAWS
import Testing

/// What isolating an instance does to connections that are open, and that no more is claimed than is so.
@Suite struct FlowTests {
    private static let interface = "eni-0000000000000000a"
    /// Answers to everybody, and everything goes out: nothing of it is remembered.
    private static let served = Flow(interface, isInbound: true, port: 443, remote: "198.51.100.7")
    /// Goes out by the open way, and comes back only because it is remembered.
    private static let called = Flow(interface, isInbound: false, port: 8_443, remote: "198.51.100.8")
    private static let ping = Flow(interface, isInbound: true, "icmp", port: -1, remote: "198.51.100.9")
    private static let behindGateway = Flow(
        interface, isInbound: false, port: 8_443, remote: "198.51.100.10", path: .natGateway)

    /// The addresses whose connections live on after a response, and what the response says stays dangerous.
    private func survivors(_ name: String) async throws -> (remotes: [String], risks: String) {
        let incident = try #require(Incident.all.first { $0.name == name })
        let stage = try Stage(incident, .direct)
        stage.aws.change { world in
            world[account: Scenery.member, region: Scenery.region].groups["sg-00000000000000001"]?.rules = [
                "sgr-0000000000000000a": .init(isEgress: false, "tcp", from: 443, to: 443, .ipv4("0.0.0.0/0")),
                "sgr-0000000000000000b": .init(isEgress: false, "icmp", from: -1, to: -1, .ipv4("0.0.0.0/0")),
                "sgr-0000000000000000c": .init(isEgress: true, "-1", from: -1, to: -1, .ipv4("0.0.0.0/0")),
            ]
            world[account: Scenery.member, region: Scenery.region].flows = [
                Self.served, Self.called, Self.ping, Self.behindGateway,
            ]
        }
        let response = try #require(try await stage.responder().respond(to: incident.bytes()).first)
        #expect(response.conclusion.outcome == .contained, "\(response.conclusion.why)")
        let flows = stage.aws.world[account: Scenery.member, region: Scenery.region].flows
        return (flows.map(\.remote).sorted(), response.conclusion.residualRisk.joined(separator: " "))
    }

    @Test("a swap of groups cuts what is not remembered, and the rest is said to live on")
    func plain() async throws {
        let (remotes, risks) = try await survivors("isolated instance")
        #expect(remotes == [Self.called, Self.ping, Self.behindGateway].map(\.remote).sorted())
        #expect(risks.contains("Connections that were open are tracked and may live on"))
    }

    @Test("passing a group that allows everything cuts what is not behind a gateway, and says what lives on")
    func transit() async throws {
        let (remotes, risks) = try await survivors("isolated and flushed instance")
        #expect(remotes == [Self.ping, Self.behindGateway].map(\.remote).sorted())
        #expect(risks.contains("NAT gateway"))
    }

    @Test("a stopped instance has no connections")
    func stopped() async throws {
        let (remotes, _) = try await survivors("isolated, flushed, copied and stopped instance")
        #expect(remotes == [])
    }
}

import Engine
import SimulatedAWS

/// Open connections drawn by dice: each that outlives an isolation is of a kind that the response says may live on.
package struct FlowCheck: Sendable {
    private enum Way: Int, CaseIterable {
        case plain, transit, stopped

        var incident: String {
            switch self {
            case .plain: "isolated instance"
            case .transit: "isolated and flushed instance"
            case .stopped: "isolated, flushed, copied and stopped instance"
            }
        }
    }

    private let settings: [Stage.Setting]
    private static let interfaces = ["eni-0000000000000000a", "eni-0000000000000000b"]

    package init() throws { settings = try Way.allCases.map { try Stage.Setting(try .named($0.incident)) } }

    package func complaints(seed: UInt64) async throws -> Complaints {
        var dice = Dice(seed: seed)
        let way = dice.one(of: Way.allCases)
        let stage = Stage(settings[way.rawValue], .direct)
        let flows = (0..<dice.number(1...8)).map { _ in Self.flow(&dice) }
        let rules = (0..<dice.number(0...6)).map { index in ("sgr-\(index)", Self.rule(&dice)) }
        stage.aws.change { world in
            world[account: Scenery.member, region: Scenery.region].groups["sg-00000000000000001"]?.rules =
                Dictionary(rules, uniquingKeysWith: { $1 })
            world[account: Scenery.member, region: Scenery.region].flows = flows
        }
        let response = try await stage.responder().respond(to: stage.incident.bytes()).first
        let alive = stage.aws.world[account: Scenery.member, region: Scenery.region].flows
        let risks = response?.conclusion.residualRisk.joined(separator: " ") ?? ""
        var sentences: [String] = []
        if response?.conclusion.outcome != .contained {
            sentences.append("It ends as \(String(describing: response)).")
        }
        sentences += alive.filter { !Self.isNamed($0, way, risks) }.map {
            "\($0) lives on, and nothing says so: \(risks)"
        }
        var complaints = Complaints()
        complaints.add(sentences, at: "seed \(seed)", of: stage.incident.name)
        return complaints
    }

    private static func isNamed(_ flow: Flow, _ way: Way, _ risks: String) -> Bool {
        switch way {
        case .stopped: false
        case .plain: risks.contains("Connections that were open are tracked and may live on")
        // What a group that allows everything makes the interface forget: TCP and UDP that take no detour.
        case .transit:
            flow.path.isAlwaysTracked ? risks.contains("NAT gateway") : !["tcp", "udp"].contains(flow.ipProtocol)
        }
    }

    private static func flow(_ dice: inout Dice) -> Flow {
        let remote = dice.happens(80) ? "198.51.100.\(dice.number(1...254))" : "2001:db8::\(dice.number(1...99))"
        return Flow(
            dice.one(of: interfaces), isInbound: dice.happens(50), dice.one(of: ["tcp", "tcp", "udp", "icmp"]),
            port: dice.one(of: [22, 53, 443, 8_443]), remote: remote,
            path: dice.happens(60) ? .direct : dice.one(of: Flow.Path.allCases))
    }

    private static func rule(_ dice: inout Dice) -> SecurityGroup.Rule {
        let kind = dice.one(of: ["tcp", "udp", "icmp", "-1"])
        let isWhole = dice.happens(40) || kind == "-1" || kind == "icmp"
        let port = dice.one(of: [22, 53, 443, 8_443])
        let peers: [SecurityGroup.Rule.Peer] = [
            .ipv4("0.0.0.0/0"), .ipv6("::/0"), .ipv4("198.51.100.0/25"), .ipv6("2001:db8::/64"),
        ]
        let low = kind == "-1" || kind == "icmp" ? -1 : 0
        return SecurityGroup.Rule(
            isEgress: dice.happens(50), kind, from: isWhole ? low : port, to: isWhole ? (low < 0 ? -1 : 65_535) : port,
            dice.one(of: peers))
    }
}

import Testing

@testable import Actions

@Suite struct TrafficTests {
    @Test(
        "says in words what it is",
        arguments: [
            (Traffic(ipProtocol: "-1", from: -1, to: -1), "all traffic"),
            (Traffic(ipProtocol: "tcp", from: 22, to: 22), "tcp 22"),
            (Traffic(ipProtocol: "udp", from: 0, to: 65_535), "udp 0-65535"),
            (Traffic(ipProtocol: "icmp", from: -1, to: -1), "all icmp"),
            (Traffic(ipProtocol: "icmp", from: 3, to: -1), "icmp type 3"),
            (Traffic(ipProtocol: "icmp", from: 8, to: 0), "icmp type 8 code 0"),
            (Traffic(ipProtocol: "50", from: -1, to: -1), "all 50"),
        ])
    func words(_ traffic: Traffic, _ words: String) {
        #expect(traffic.words == words)
    }

    @Test("carries ICMP by type and code, not by a range of numbers")
    func icmp() {
        let unreachable = Traffic(ipProtocol: "icmp", from: 3, to: -1)
        let redirect = Traffic(ipProtocol: "icmp", from: 0, to: 20)
        let packet = Traffic.Packet(ipProtocol: "icmp", first: 3, second: 1)
        #expect(unreachable.carries(packet))
        #expect(!redirect.carries(packet))
        #expect(Traffic(ipProtocol: "icmp", from: -1, to: -1).carries(packet))
        #expect(Traffic(ipProtocol: "-1", from: -1, to: -1).carries(packet))
        #expect(!Traffic(ipProtocol: "icmpv6", from: -1, to: -1).carries(packet))
    }

    @Test("has a packet for each set of rules that any port meets", arguments: 0..<60)
    func packets(_ seed: UInt64) {
        var dice = Dice(seed: seed)
        var rules: Set<Traffic> = []
        for _ in 0..<Int.random(in: 1...6, using: &dice) {
            let from = Int.random(in: 0...30, using: &dice)
            rules.insert(
                Traffic(
                    ipProtocol: ["tcp", "udp"].randomElement(using: &dice) ?? "tcp", from: from,
                    to: Int.random(in: from...30, using: &dice)))
        }
        if Bool.random(using: &dice) { rules.insert(Traffic(ipProtocol: "-1", from: -1, to: -1)) }
        if Bool.random(using: &dice) { rules.insert(Traffic(ipProtocol: "tcp", from: 0, to: 65_535)) }
        let ports = Set((0..<3).map { _ in Int.random(in: 0...30, using: &dice) })
        func met(_ packet: Traffic.Packet) -> Set<Traffic> { rules.filter { $0.carries(packet) } }
        let chosen = Traffic.packets(telling: rules, ports: ports)
        let told = Set(chosen.filter { !$0.isBound(for: ports) }.map(met))
        for name in Set(rules.map(\.ipProtocol)) where name != "-1" {
            // Beyond the highest port of any narrow rule all ports are alike.
            for port in Array(0...40) + [65_535] {
                let packet = Traffic.Packet(ipProtocol: name, first: port, second: 0)
                if !packet.isBound(for: ports) { #expect(told.contains(met(packet))) }
            }
        }
    }
}

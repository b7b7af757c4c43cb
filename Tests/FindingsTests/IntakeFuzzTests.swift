import Findings
import JSON
import Testing

/// Thousands of damaged events: none traps, and none yields an id outside its shape.
@Suite struct IntakeFuzzTests {
    /// The same numbers on every run.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private static let seeds: [JSONValue] = [
        SampleEvents.guardDuty("Trojan:EC2/DropPoint", SampleEvents.instance, service: ["resourceRole": "ACTOR"]),
        SampleEvents.guardDuty("X:IAMUser/Y", SampleEvents.key("AssumedRole", name: "deploy", id: "AROA1:session")),
        SampleEvents.guardDuty("X:S3/Y", ["resourceType": "S3Bucket", "s3BucketDetails": [["name": "logs"]]]),
        SampleEvents.config("AWS::EC2::SecurityGroup", "sg-0123456789abcdef0"),
        SampleEvents.config("AWS::ECS::Cluster", "arn:aws:ecs:eu-west-1:111122223333:cluster/web"),
    ]
    private static let junk: [JSONValue] = [
        nil, true, 0, .number("1e999"), "", "\u{0}", "*", "../..", "${jndi:x}", "a\nb", "é", "arn:aws:s3:::x", ":::::",
        "///",
        [], [:], [[]], .string(String(repeating: "A", count: 5000)), "i-99999999", "111122223333",
    ]

    private func damaged(_ value: JSONValue, _ dice: inout Dice) -> JSONValue {
        if Int.random(in: 0..<12, using: &dice) == 0 { return Self.junk.randomElement(using: &dice) ?? .null }
        switch value {
        case .object(let members):
            var copy = members
            guard let name = members.keys.sorted().randomElement(using: &dice) else { return value }
            copy[name] = Int.random(in: 0..<15, using: &dice) == 0 ? nil : members[name].map { damaged($0, &dice) }
            return .object(copy)
        case .array(let elements):
            return .array(elements.map { damaged($0, &dice) })
        case .string(let text):
            var bytes = Array(text.utf8)
            if let place = bytes.indices.randomElement(using: &dice) {
                bytes[place] = UInt8.random(in: 0...255, using: &dice)
            }
            return .string(String(decoding: bytes, as: UTF8.self))
        case .null, .bool, .number:
            return Self.junk.randomElement(using: &dice) ?? .null
        }
    }

    private func check(_ bytes: [UInt8]) -> Bool {
        guard case .finding(let finding, let envelope) = Intake(bytes) else { return false }
        let isSound =
            AccountID(finding.account.description) != nil && Region(finding.region.description) != nil
            && Partition(finding.partition.description) != nil && envelope.whole.object != nil
            && !finding.resource.id.isEmpty && finding.resource.id.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && finding.id.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && (finding.resource.arn ?? "").utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && finding.arn.contains(":\(finding.account):")
        #expect(isSound, "\(finding)")
        switch finding.resource.kind {
        case .ec2Instance(let id): #expect(InstanceID(id.description) != nil)
        case .securityGroup(let id): #expect(SecurityGroupID(id.description) != nil)
        case .iamRole(let name): #expect(RoleName(name.description) != nil)
        case .s3Bucket(let name): #expect(BucketName(name.description) != nil)
        default: break
        }
        return true
    }

    @Test("survives damaged values")
    func values() {
        var dice = Dice(state: 20_260_301)
        var findings = 0
        for round in 0..<5_000 {
            var event = Self.seeds[round % Self.seeds.count]
            for _ in 0...Int.random(in: 0..<3, using: &dice) { event = damaged(event, &dice) }
            if check(Array(event.description.utf8)) { findings += 1 }
        }
        #expect(findings > 100)  // enough of them still hold a finding for the check to mean something
    }

    @Test("survives damaged bytes")
    func bytes() {
        var dice = Dice(state: 7)
        for round in 0..<3_000 {
            var bytes = Array(Self.seeds[round % Self.seeds.count].description.utf8)
            for _ in 0...Int.random(in: 0..<4, using: &dice) {
                let place = Int.random(in: bytes.indices, using: &dice)
                bytes[place] = UInt8.random(in: 0...255, using: &dice)
            }
            if Bool.random(using: &dice) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &dice)) }
            _ = check(bytes)
        }
    }
}

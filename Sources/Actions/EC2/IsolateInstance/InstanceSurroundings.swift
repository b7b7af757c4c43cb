import AWSClient
import ActionKit
import Findings
import JSON

/// What stands around an instance and has a part in its isolation, read once for the plan.
struct InstanceSurroundings {
    let interfaces: [NetworkInterface]
    let groups: IsolationGroups
    let isProtectedFromTermination: Bool
    /// `stop` or `terminate`: what the instance does when it is shut down from inside.
    let shutdownBehavior: String
    let service: InstanceService

    init(_ instance: Instance, passesTransit: Bool, _ situation: Situation) async throws(AWSError) {
        interfaces = try NetworkInterface.all(
            in: try await situation.reader.read(NetworkInterface.call(of: instance.id, situation)))
        groups = try await IsolationGroups(
            vpc: instance.vpc, mayOpen: passesTransit, hasIPv6: interfaces.contains(where: \.hasIPv6), situation)
        let protection = try await situation.reader.read(
            Self.attribute("disableApiTermination", of: instance.id, situation))
        isProtectedFromTermination = protection["DisableApiTermination"]?["Value"]?.bool ?? false
        let shutdown = try await situation.reader.read(
            Self.attribute("instanceInitiatedShutdownBehavior", of: instance.id, situation))
        shutdownBehavior = shutdown["InstanceInitiatedShutdownBehavior"]?["Value"]?.string ?? "stop"
        service = try await InstanceService(
            instance, addresses: Set(interfaces.flatMap(\.addresses)), situation)
    }

    static func attribute(_ name: String, of instance: String, _ situation: Situation) -> Call {
        situation.call(EC2.describeInstanceAttribute, ["InstanceId": .string(instance), "Attribute": .string(name)])
    }

    /// Every interface on the quarantine group and on nothing else, and the group without rules.
    var isIsolated: Bool {
        guard let group = groups.quarantineID, groups.quarantineRules.isEmpty else { return false }
        return interfaces.allSatisfy { $0.groups == [group] }
    }
}

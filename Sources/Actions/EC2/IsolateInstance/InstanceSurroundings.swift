import AWSClient
import ActionKit
import Findings
import JSON

/// What stands around an instance and has a part in its isolation, read once for the plan.
struct InstanceSurroundings {
    struct Membership {
        let group: String
        let groupARN: String
        let lifecycleState: String
        /// Whether the group may shrink by one.
        let mayShrink: Bool
    }

    struct TargetGroup {
        let arn: String
        /// The target as the group knows it: an id or address, and a port.
        let target: JSONValue
    }

    /// The quarantine group of the VPC, and its rules; nil when it is still to be made.
    let groupID: String?
    let groupRules: [JSONValue]
    let transitID: String?
    let transitRules: [JSONValue]
    let isProtectedFromTermination: Bool
    let shutdownBehavior: String
    let membership: Membership?
    let targetGroups: [TargetGroup]
    let loadBalancers: [String]

    init(_ instance: Instance, _ situation: Situation) async throws(AWSError) {
        let groups = try await situation.reader.read(Self.groups(of: instance.vpc, situation))
        func group(_ name: String) -> String? {
            groups["SecurityGroups"]?.array?.first { $0["GroupName"]?.string == name }?["GroupId"]?.string
        }
        groupID = group(IsolateInstance.quarantineGroup)
        transitID = group(IsolateInstance.transitGroup)
        groupRules = try await Self.rules(groupID, situation)
        transitRules = try await Self.rules(transitID, situation)
        let attribute = "DisableApiTermination"
        isProtectedFromTermination =
            try await situation.reader.read(Self.attribute("disableApiTermination", of: instance.id, situation))[
                attribute]?[
                "Value"]?.bool ?? false
        shutdownBehavior =
            try await situation.reader.read(
                Self.attribute("instanceInitiatedShutdownBehavior", of: instance.id, situation))[
                "InstanceInitiatedShutdownBehavior"]?["Value"]?.string ?? "stop"
        membership = try await Self.membership(instance.id, situation)
        targetGroups = try await Self.targetGroups(instance, situation)
        loadBalancers = try await Self.loadBalancers(instance, situation)
    }

    /// The groups Quell keeps in a VPC; the same call reads whether they are there and, later, that they were made.
    static func groups(of vpc: String, _ situation: Situation) -> Call {
        situation.call(
            EC2.describeSecurityGroups,
            [
                "Filters": [
                    ["Name": "vpc-id", "Values": [.string(vpc)]],
                    [
                        "Name": "group-name",
                        "Values": [.string(IsolateInstance.quarantineGroup), .string(IsolateInstance.transitGroup)],
                    ],
                ]
            ])
    }

    static func rules(of group: JSONValue, _ situation: Situation) -> Call {
        situation.call(EC2.describeSecurityGroupRules, ["Filters": [["Name": "group-id", "Values": [group]]]])
    }

    static func attribute(_ name: String, of instance: String, _ situation: Situation) -> Call {
        situation.call(EC2.describeInstanceAttribute, ["InstanceId": .string(instance), "Attribute": .string(name)])
    }

    private static func rules(_ group: String?, _ situation: Situation) async throws(AWSError) -> [JSONValue] {
        guard let group else { return [] }
        return try await situation.reader.read(rules(of: .string(group), situation))["SecurityGroupRules"]?.array ?? []
    }

    private static func membership(_ instance: String, _ situation: Situation) async throws(AWSError) -> Membership? {
        let answer = try await situation.read(
            AutoScaling.describeAutoScalingInstances, ["InstanceIds": [.string(instance)]])
        guard let member = answer["AutoScalingInstances"]?.array?.first,
            let name = member["AutoScalingGroupName"]?.string
        else { return nil }
        let groups = try await situation.read(
            AutoScaling.describeAutoScalingGroups, ["AutoScalingGroupNames": [.string(name)]])
        let group = groups["AutoScalingGroups"]?.array?.first
        return Membership(
            group: name, groupARN: group?["AutoScalingGroupARN"]?.string ?? "*",
            lifecycleState: member["LifecycleState"]?.string ?? "",
            mayShrink: (group?["DesiredCapacity"]?.int ?? 0) > (group?["MinSize"]?.int ?? 0))
    }

    private static func targetGroups(
        _ instance: Instance, _ situation: Situation
    ) async throws(AWSError) -> [TargetGroup] {
        let answer = try await situation.read(ELBv2.describeTargetGroups)
        var found: [TargetGroup] = []
        for group in answer["TargetGroups"]?.array ?? [] {
            // AWS has no way to ask for the groups of an instance; those of other networks are not asked.
            guard let arn = group["TargetGroupArn"]?.string, group["VpcId"]?.string == instance.vpc,
                group["TargetType"]?.string ?? "instance" == "instance"
            else { continue }
            let health = try await situation.reader.read(Self.health(of: arn, situation))
            for description in health["TargetHealthDescriptions"]?.array ?? [] {
                guard let target = description["Target"], target["Id"]?.string == instance.id,
                    description["TargetHealth"]?["State"]?.string != "draining"
                else { continue }
                found.append(TargetGroup(arn: arn, target: target))
            }
        }
        return found
    }

    static func health(of group: String, _ situation: Situation) -> Call {
        situation.call(ELBv2.describeTargetHealth, ["TargetGroupArn": .string(group)])
    }

    private static func loadBalancers(
        _ instance: Instance, _ situation: Situation
    ) async throws(AWSError) -> [String] {
        let answer = try await situation.read(ELB.describeLoadBalancers)
        return (answer["LoadBalancerDescriptions"]?.array ?? []).compactMap { balancer in
            let members = (balancer["Instances"]?.array ?? []).compactMap { $0["InstanceId"]?.string }
            return members.contains(instance.id) ? balancer["LoadBalancerName"]?.string : nil
        }
    }
}

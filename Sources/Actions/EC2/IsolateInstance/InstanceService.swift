import AWSClient
import ActionKit
import Findings
import JSON

/// How an instance serves users: what sends it work, or would replace it.
struct InstanceService {
    struct Membership {
        let group: String
        let groupARN: String
        let lifecycleState: String
        /// Whether the group may shrink by one.
        let mayShrink: Bool
        /// nil while the instance is not in service, so that nothing is taken out.
        let capacity: Capacity?
    }

    /// One registration in a target group.
    struct Target {
        let groupARN: String
        /// The instance's id, or one of its addresses.
        let id: String
        let port: JSONValue
        /// The target as the group knows it.
        let target: JSONValue
        /// nil while the instance is not healthy there, so that nothing is taken out.
        let capacity: Capacity?
    }

    /// nil outside of an Auto Scaling group.
    let membership: Membership?
    let targets: [Target]
    /// Names of classic load balancers.
    let loadBalancers: [String]

    init(_ instance: Instance, addresses: Set<String>, _ situation: Situation) async throws(AWSError) {
        membership = try await Self.membership(instance.id, situation)
        targets = try await Self.targets(instance, addresses, situation)
        loadBalancers = try await Self.loadBalancers(instance, situation)
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
        let members = group?["Instances"]?.array ?? []
        let state = member["LifecycleState"]?.string ?? ""
        return Membership(
            group: name, groupARN: group?["AutoScalingGroupARN"]?.string ?? "*",
            lifecycleState: state,
            mayShrink: (group?["DesiredCapacity"]?.int ?? 0) > (group?["MinSize"]?.int ?? 0),
            capacity: state == "InService"
                ? Capacity(
                    group: "Auto Scaling group \(name)", desired: group?["DesiredCapacity"]?.int ?? 0,
                    inService: members.count { $0["LifecycleState"]?.string == "InService" }) : nil)
    }

    /// AWS has no way to ask for the target groups of an instance, so those of its network are asked one by one.
    private static func targets(
        _ instance: Instance, _ addresses: Set<String>, _ situation: Situation
    ) async throws(AWSError) -> [Target] {
        let answer = try await situation.read(ELBv2.describeTargetGroups)
        var found: [Target] = []
        for group in answer["TargetGroups"]?.array ?? [] {
            let own: Set<String> = group["TargetType"]?.string == "ip" ? addresses : [instance.id]
            guard let arn = group["TargetGroupArn"]?.string, group["VpcId"]?.string == instance.vpc else { continue }
            let health = try await situation.reader.read(Self.health(of: arn, situation))
            let descriptions = health["TargetHealthDescriptions"]?.array ?? []
            for description in descriptions {
                guard let target = description["Target"], let id = target["Id"]?.string, own.contains(id),
                    description["TargetHealth"]?["State"]?.string != "draining"
                else { continue }
                found.append(
                    Target(
                        groupARN: arn, id: id, port: target["Port"] ?? .null, target: target,
                        capacity: capacity(of: arn, among: descriptions, without: id)))
            }
        }
        return found
    }

    /// Machines, not ports: one that listens on three ports is one.
    private static func capacity(of group: String, among targets: [JSONValue], without id: String) -> Capacity? {
        func ids(_ isCounted: (String) -> Bool) -> Set<String> {
            Set(
                targets.filter { isCounted($0["TargetHealth"]?["State"]?.string ?? "") }
                    .compactMap { $0["Target"]?["Id"]?.string })
        }
        let healthy = ids { $0 == "healthy" }
        guard healthy.contains(id) else { return nil }
        return Capacity(group: group, desired: ids { $0 != "draining" }.count, inService: healthy.count)
    }

    /// The groups that the instance is taken out of, each once.
    var capacities: [Capacity] {
        var capacities = [membership?.capacity].compactMap(\.self)
        for capacity in targets.compactMap(\.capacity) where !capacities.contains(capacity) {
            capacities.append(capacity)
        }
        return capacities
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

import AWSClient
import JSON

/// Auto Scaling groups, target groups and classic load balancers.
extension World {
    mutating func scaling(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        var region = self[account: arrival.account, region: arrival.region]
        switch name {
        case "DescribeAutoScalingInstances":
            let asked = input.texts("InstanceIds") ?? []
            var found: [JSONValue] = []
            for (group, scaling) in region.scalingGroups.sorted(by: { $0.key < $1.key }) {
                for (id, member) in scaling.members.sorted(by: { $0.key < $1.key }) {
                    guard asked.isEmpty || asked.contains(id) else { continue }
                    found.append([
                        "InstanceId": .string(id), "AutoScalingGroupName": .string(group),
                        "LifecycleState": .string(member.state(at: arrival.now)),
                    ])
                }
            }
            return ["AutoScalingInstances": .array(found)]
        case "DescribeAutoScalingGroups":
            let asked = input.texts("AutoScalingGroupNames") ?? []
            let found = region.scalingGroups.sorted { $0.key < $1.key }
                .filter { asked.isEmpty || asked.contains($0.key) }.map { $1.json($0, arrival) }
            return ["AutoScalingGroups": .array(found)]
        case "EnterStandby", "ExitStandby":
            let group = try input.required("AutoScalingGroupName")
            guard var scaling = region.scalingGroups[group] else {
                throw Refusal("ValidationError", "AutoScalingGroup name not found - null")
            }
            for id in input.texts("InstanceIds") ?? [] {
                try Self.move(&scaling, id, isLeaving: name == "EnterStandby", input, arrival)
            }
            region.scalingGroups[group] = scaling
        default: throw Self.unknown(name)
        }
        self[account: arrival.account, region: arrival.region] = region
        return ["Activities": []]
    }

    /// How long a member takes to enter or to leave standby, in seconds.
    private static let passage = 5.0

    private static func move(
        _ scaling: inout ScalingGroup, _ id: String, isLeaving: Bool, _ input: Input, _ arrival: Arrival
    ) throws(Refusal) {
        guard let state = scaling.members[id]?.state(at: arrival.now) else {
            throw Refusal("ValidationError", "The instance \(id) is not part of the Auto Scaling group.")
        }
        let (from, passing, final) =
            isLeaving ? ("InService", "EnteringStandby", "Standby") : ("Standby", "Pending", "InService")
        guard state == from else {
            throw Refusal("ValidationError", "The instance \(id) is not in \(from). It is in \(state).")
        }
        if !isLeaving {
            guard scaling.desired < scaling.maximum else {
                throw Refusal("ValidationError", "The group would have more than its maximum size.")
            }
            scaling.desired += 1
        } else if input.json["ShouldDecrementDesiredCapacity"]?.bool == true {
            guard scaling.desired > scaling.minimum else {
                throw Refusal("ValidationError", "The group would have less than its minimum size.")
            }
            scaling.desired -= 1
        }
        scaling.members[id] = .init(state: passing, coming: .init(state: final, at: arrival.now + passage))
    }

    mutating func balancing(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        var region = self[account: arrival.account, region: arrival.region]
        var output: JSONValue = [:]
        switch name {
        case "DescribeLoadBalancers":
            let found = region.balancers.sorted { $0.key < $1.key }.map { name, members -> JSONValue in
                [
                    "LoadBalancerName": .string(name),
                    "Instances": .array(members.sorted().map { ["InstanceId": .string($0)] }),
                ]
            }
            return ["LoadBalancerDescriptions": .array(found)]
        case "RegisterInstancesWithLoadBalancer", "DeregisterInstancesFromLoadBalancer":
            let balancer = try input.required("LoadBalancerName")
            guard var members = region.balancers[balancer] else {
                throw Refusal("LoadBalancerNotFound", "There is no ACTIVE Load Balancer named '\(balancer)'")
            }
            let named = input.list("Instances").compactMap { $0["InstanceId"]?.string }
            if name.hasPrefix("Register") { members.formUnion(named) } else { members.subtract(named) }
            region.balancers[balancer] = members
            output = ["Instances": .array(members.sorted().map { ["InstanceId": .string($0)] })]
        case "DescribeTargetGroups":
            let found = region.targetGroups.sorted { $0.key < $1.key }.map { arn, group -> JSONValue in
                [
                    "TargetGroupArn": .string(arn), "TargetGroupName": .string(group.name),
                    "VpcId": .string(group.network), "TargetType": .string(group.kind),
                    "Port": .number(String(group.port)),
                ]
            }
            return ["TargetGroups": .array(found)]
        case "DescribeTargetHealth", "RegisterTargets", "DeregisterTargets":
            let arn = try input.required("TargetGroupArn")
            guard var group = region.targetGroups[arn] else {
                throw Refusal("TargetGroupNotFound", "One or more target groups not found")
            }
            group.targets.removeAll { $0.drainedAt.map { $0 <= arrival.now } ?? false }
            if name == "DescribeTargetHealth" { return group.health }
            group.move(input.list("Targets"), isLeaving: name == "DeregisterTargets", arrival.now)
            region.targetGroups[arn] = group
        default: throw Self.unknown(name)
        }
        self[account: arrival.account, region: arrival.region] = region
        return output
    }
}

extension ScalingGroup {
    fileprivate func json(_ name: String, _ arrival: Arrival) -> JSONValue {
        [
            "AutoScalingGroupName": .string(name), "MinSize": .number(String(minimum)),
            "MaxSize": .number(String(maximum)), "DesiredCapacity": .number(String(desired)),
            "AutoScalingGroupARN": .string(
                "arn:aws:autoscaling:\(arrival.region):\(arrival.account):autoScalingGroup:0a1b:"
                    + "autoScalingGroupName/\(name)"),
            "Instances": .array(
                members.sorted { $0.key < $1.key }.map { id, member in
                    ["InstanceId": .string(id), "LifecycleState": .string(member.state(at: arrival.now))]
                }),
        ]
    }
}

extension TargetGroup {
    /// How long a target drains, in seconds.
    private static let draining = 300.0

    fileprivate var health: JSONValue {
        let found: [JSONValue] = targets.map { target in
            [
                "Target": ["Id": .string(target.id), "Port": .number(String(target.port))],
                "TargetHealth": ["State": target.drainedAt == nil ? "healthy" : "draining"],
            ]
        }
        return ["TargetHealthDescriptions": .array(found)]
    }

    fileprivate mutating func move(_ named: [JSONValue], isLeaving: Bool, _ now: Double) {
        for json in named {
            guard let id = json["Id"]?.string else { continue }
            let port = json["Port"]?.int ?? port
            let index = targets.firstIndex { $0.id == id && $0.port == port }
            switch (isLeaving, index) {
            case (true, let index?): targets[index].drainedAt = targets[index].drainedAt ?? now + Self.draining
            case (false, let index?): targets[index].drainedAt = nil
            case (false, nil): targets.append(Target(id: id, port: port))
            case (true, nil): break
            }
        }
    }
}

import AWSClient
import JSON

/// One permission that a call needs.
struct NeededPermission {
    let action: String
    let resource: String
    var texts: [String: String] = [:]
    var lists: [String: [String]] = [:]
    var resourcePolicies: [Policy] = []
}

/// Everything that one call needs: its actions on the resources it names, with the keys that conditions ask for.
struct NeededPermissions {
    let call: WireCall
    let arrival: Arrival
    let world: World

    var all: [NeededPermission] {
        switch call.operation.service.id {
        case "sts": return sessions
        case "iam": return identities
        case "ec2" where !call.operation.isReadOnly: return compute
        default: break
        }
        return call.operation.iamActions.flatMap { action -> [NeededPermission] in
            if action == "iam:PassRole" { return passes }
            if action == "ssm:AddTagsToResource" {
                return call.input["Tags"] == nil ? [] : [NeededPermission(action: action, resource: automations)]
            }
            return others.map { NeededPermission(action: action, resource: $0) }
        }
    }

    private func arn(_ service: String, _ rest: String) -> String {
        "arn:aws:\(service):\(arrival.region):\(arrival.account):\(rest)"
    }

    // MARK: Services with few resources

    private var automations: String { arn("ssm", "automation-execution/*") }

    private var others: [String] {
        let input = Input(call.input)
        switch call.operation.id {
        case SNS.publish.id: return [input.text("TopicArn") ?? "*"]
        case S3.getBucketTagging.id: return ["arn:aws:s3:::\(input.text("Bucket") ?? "*")"]
        case SSM.startAutomationExecution.id:
            let name = input.text("DocumentName")?.split(separator: "/").last.map(String.init) ?? "*"
            return [arn("ssm", "automation-definition/\(name):\(input.text("DocumentVersion") ?? "$DEFAULT")")]
        case AutoScaling.enterStandby.id, AutoScaling.exitStandby.id:
            let name = input.text("AutoScalingGroupName") ?? "*"
            return [arn("autoscaling", "autoScalingGroup:0a1b:autoScalingGroupName/\(name)")]
        case ELBv2.registerTargets.id, ELBv2.deregisterTargets.id: return [input.text("TargetGroupArn") ?? "*"]
        case ELB.registerInstancesWithLoadBalancer.id, ELB.deregisterInstancesFromLoadBalancer.id:
            return [arn("elasticloadbalancing", "loadbalancer/\(input.text("LoadBalancerName") ?? "*")")]
        default: return ["*"]
        }
    }

    private var passes: [NeededPermission] {
        (call.input["Parameters"]?["AutomationAssumeRole"]?.strings ?? []).map { role in
            NeededPermission(
                action: "iam:PassRole", resource: role, texts: ["iam:PassedToService": "ssm.amazonaws.com"])
        }
    }

    // MARK: Sessions

    private var sessions: [NeededPermission] {
        guard call.operation.name == "AssumeRole", let role = call.input["RoleArn"]?.string else { return [] }
        let parts = role.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let name = role.split(separator: "/").last.map(String.init) ?? ""
        let found = parts.count == 6 ? world[identities: parts[4]].roles[name] : nil
        // The path is part of a role's name in its ARN.
        let isThere = found.map { role.hasSuffix(":role\($0.path)\(name)") } ?? false
        let identity = call.input["SourceIdentity"]?.string
        let keys = ["ExternalId", "RoleSessionName", "SourceIdentity"]
        let pairs = keys.compactMap { key in call.input[key]?.string.map { ("sts:\(key)", $0) } }
        let actions = ["sts:AssumeRole"] + (identity == nil ? [] : ["sts:SetSourceIdentity"])
        return actions.map { action in
            NeededPermission(
                action: action, resource: role, texts: Dictionary(pairs, uniquingKeysWith: { $1 }),
                resourcePolicies: isThere ? [found?.trust].compactMap(\.self) : [])
        }
    }

    // MARK: Identities

    private var identities: [NeededPermission] {
        let input = Input(call.input)
        let kind: Identity.Kind = input.text("RoleName") == nil ? .user : .role
        guard let name = input.text(kind.nameMember) else {
            if call.operation.name == "GetGroup", let group = input.text("GroupName") {
                return [
                    NeededPermission(action: "iam:GetGroup", resource: "arn:aws:iam::\(arrival.account):group/\(group)")
                ]
            }
            if call.operation.name == "ListEntitiesForPolicy", let policy = input.text("PolicyArn") {
                return [NeededPermission(action: "iam:ListEntitiesForPolicy", resource: policy)]
            }
            return call.operation.iamActions.map { NeededPermission(action: $0, resource: "*") }
        }
        let identity = world[identities: arrival.account][kind][name]
        let resource = "arn:aws:iam::\(arrival.account):\(kind.rawValue)\(identity?.path ?? "/")\(name)"
        var texts: [String: String] = [:]
        for (key, value) in identity?.tags ?? [:] {
            texts["aws:ResourceTag/\(key)"] = value
            texts["iam:ResourceTag/\(key)"] = value
        }
        texts["iam:PolicyARN"] = input.text("PolicyArn")
        return call.operation.iamActions.map { NeededPermission(action: $0, resource: resource, texts: texts) }
    }

    // MARK: EC2's changes

    private var compute: [NeededPermission] {
        let input = Input(call.input)
        let action = "ec2:\(call.operation.name)"
        let specifications = input.list("TagSpecifications")
        var tags = Tags(call.input["Tags"])
        for specification in specifications { tags.merge(Tags(specification["Tags"])) { $1 } }
        var needed = named.map { permission(action, $0, tags) }
        let region = world[account: arrival.account, region: arrival.region]
        switch call.operation.name {
        case "CreateSecurityGroup":
            needed = [
                permission(action, ("security-group", "*"), tags),
                permission(action, ("vpc", input.text("VpcId") ?? "*"), [:]),
            ]
        case "CreateSnapshots":
            let instance = input.json["InstanceSpecification"]?["InstanceId"]?.string ?? "*"
            let volumes = region.instances[instance]?.mappings.map(\.volume) ?? []
            needed = ([("instance", instance)] + volumes.map { ("volume", $0) }).map { permission(action, $0, [:]) }
            needed.append(permission(action, ("snapshot", "*"), tags))
        default: break
        }
        guard !specifications.isEmpty else { return needed }
        let made = specifications.map { $0["ResourceType"]?.string ?? "*" }
        return needed
            + made.map { kind in
                var tagging = permission("ec2:CreateTags", (kind, "*"), tags)
                tagging.texts["ec2:CreateAction"] = call.operation.name
                return tagging
            }
    }

    /// The resources that the input names by their ids.
    private var named: [(kind: String, id: String)] {
        let kinds = [
            "i-": "instance", "eni-": "network-interface", "sg-": "security-group", "vol-": "volume",
            "snap-": "snapshot", "sgr-": "security-group-rule", "vpc-": "vpc",
        ]
        let singles = ["InstanceId", "NetworkInterfaceId", "GroupId"].compactMap { call.input[$0]?.string }
        let lists = ["Resources", "InstanceIds", "Groups"].flatMap { call.input[$0]?.strings ?? [] }
        let rules =
            call.operation.name == "ModifySecurityGroupRules"
            ? (call.input["SecurityGroupRules"]?.array ?? []).compactMap { $0["SecurityGroupRuleId"]?.string } : []
        return (singles + lists + rules).map { id in
            (kinds.first { id.hasPrefix($0.key) }?.value ?? "*", id)
        }
    }

    private func permission(_ action: String, _ thing: (kind: String, id: String), _ tags: Tags) -> NeededPermission {
        let region = world[account: arrival.account, region: arrival.region]
        let resource =
            thing.kind == "snapshot"
            ? "arn:aws:ec2:\(arrival.region)::snapshot/\(thing.id)" : arn("ec2", "\(thing.kind)/\(thing.id)")
        var needed = NeededPermission(action: action, resource: resource)
        for (key, value) in region.tags[thing.id] ?? [:] { needed.texts["aws:ResourceTag/\(key)"] = value }
        for (key, value) in tags { needed.texts["aws:RequestTag/\(key)"] = value }
        if !tags.isEmpty { needed.lists["aws:TagKeys"] = tags.keys.sorted() }
        return needed
    }
}

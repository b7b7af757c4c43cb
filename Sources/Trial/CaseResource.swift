import Findings
import JSON
import PlaybookText
import SimulatedAWS

/// The resource of a finding, with what the event tells of it and what the case says.
struct CaseResource {
    private let finding: Finding
    private let detail: JSONValue
    private let place: CaseSubject.Place
    private let terms: CaseWorld

    init(_ finding: Finding, _ detail: JSONValue, _ place: CaseSubject.Place, _ terms: CaseWorld) {
        (self.finding, self.detail, self.place, self.terms) = (finding, detail, place, terms)
    }

    func enter(_ world: inout World) {
        let (account, region) = (place.account, place.region)
        switch finding.resource.kind {
        case .ec2Instance(let id): enterInstance(id.description, &world)
        case .securityGroup(let id):
            world.addGroup(id.description, rules: rules, tags: tags, account: account, region: region)
        case .ebsVolume(let id): world.addVolume(id.description, tags: tags, account: account, region: region)
        case .s3Bucket(let name):
            world.buckets[name.description] = Bucket(account: account, region: region, tags: tags)
        case .rdsInstance(let id):
            let name = detail["resource"]?["rdsDbInstanceDetails"]?["dbInstanceIdentifier"]?.string ?? "database"
            world[account: account, region: region].databases[name] = Database(
                resourceID: id.description, tags: tags)
        case .iamUser(let name): enterPrincipal(.user, name.description, &world)
        case .iamRole(let name): enterPrincipal(.role, name.description, &world)
        case .other(let type) where type.description == "AwsIamAccessKey": enterOrdered(&world)
        case .iamRoot, .federatedUser, .awsService, .awsAccount, .directoryUser, .samlUser, .webIdentityUser,
            .anonymousPrincipal, .otherPrincipal, .eksCluster, .ecsCluster, .lambdaFunction, .other:
            break
        }
    }

    /// The tags that the case gives, or those that the event tells.
    private var tags: [String: String] {
        if let tags = terms.tags { return tags }
        switch finding.resource.kind {
        // What the event tells beside a principal is of the resource.
        case .iamUser, .iamRole: return [:]
        default: break
        }
        let resource = detail["resource"]
        let parts = [
            resource?["instanceDetails"], resource?["s3BucketDetails"]?.array?.first, resource?["rdsDbInstanceDetails"],
            resource?["eksClusterDetails"], resource?["ecsClusterDetails"], resource?["lambdaDetails"],
        ]
        let list = parts.lazy.compactMap { $0?["tags"]?.array }.first ?? []
        let pairs = list.compactMap { tag in
            tag["key"]?.string.flatMap { key in tag["value"]?.string.map { (key, $0) } }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// The interfaces of the event under their own ids; one where the event has none.
    private func enterInstance(_ id: String, _ world: inout World) {
        let told = detail["resource"]?["instanceDetails"]?["networkInterfaces"]?.array ?? []
        let network = told.first?["vpcId"]?.string ?? "vpc-\(id.dropFirst(2))"
        var interfaces = told.compactMap { interface -> (id: String, groups: [String])? in
            guard let id = interface["networkInterfaceId"]?.string else { return nil }
            return (id, (interface["securityGroups"]?.array ?? []).compactMap { $0["groupId"]?.string })
        }
        if interfaces.isEmpty { interfaces = [("eni-\(id.dropFirst(2))", ["sg-\(id.dropFirst(2))"])] }
        var instance = World.InstanceTerms(network: network, interfaces: interfaces)
        instance.tags = tags
        instance.publicAddress = terms.isPublic ? "203.0.113.9" : nil
        instance.isInScalingGroup = terms.isInScalingGroup
        instance.isBalanced = terms.isBalanced
        instance.hasIPv6 = terms.hasIPv6
        instance.volumes = terms.volumes
        // As an isolation has left it; the action knows it by this name.
        instance.emptyGroup = terms.hasQuarantine ? "quell-quarantine" : nil
        world.addInstance(id, instance, account: place.account, region: place.region)
    }

    private func enterPrincipal(_ kind: Identities.Member.Kind, _ name: String, _ world: inout World) {
        let principal = finding.resource.principal
        let standard = kind == .user ? "AIDAIOSFODNN7EXAMPLE1" : "AROAIOSFODNN7EXAMPLE1"
        enter(
            kind, name, id: principal?.uniqueID?.description ?? standard, key: principal?.accessKeyID?.description,
            &world)
    }

    /// The principal that an order of Security Hub names in the details of its access key.
    private func enterOrdered(_ world: inout World) {
        let details = detail["resource"]?["accessKeyDetails"]
        guard let name = details?["userName"]?.string, !name.isEmpty else { return }
        let kind: Identities.Member.Kind = details?["userType"] == "IAMUser" ? .user : .role
        let id = details?["principalId"]?.string?.prefix { $0 != ":" } ?? ""
        enter(kind, name, id: String(id), key: details?["accessKeyId"]?.string, &world)
    }

    private func enter(
        _ kind: Identities.Member.Kind, _ name: String, id: String, key: String?, _ world: inout World
    ) {
        var keys: [String] = []
        if kind == .user {
            let all = [key, "AKIAIOSFODNN7EXAMPL2", "AKIAIOSFODNN7EXAMPL3"].compactMap(\.self)
            keys = Array(all.prefix(terms.keys))
        }
        world.addIdentity(kind, name, id: id, keys: keys, tags: tags, account: place.account)
        if terms.hasOtherAdministrator { world.addAdministrator("another-administrator", account: place.account) }
    }

    private static let standardRules = [
        SecurityGroup.Rule(isEgress: false, "tcp", from: 22, to: 22, .ipv4("0.0.0.0/0")),
        SecurityGroup.Rule(isEgress: false, "tcp", from: 22, to: 22, .ipv6("::/0")),
        SecurityGroup.Rule(isEgress: false, "tcp", from: 443, to: 443, .ipv4("172.31.0.0/16")),
    ]

    private var rules: [SecurityGroup.Rule] {
        guard let rules = terms.rules else { return Self.standardRules }
        return rules.map { rule in
            SecurityGroup.Rule(
                isEgress: false, rule.ipProtocol, from: rule.ports.lowerBound, to: rule.ports.upperBound,
                rule.source.contains(":") ? .ipv6(rule.source) : .ipv4(rule.source))
        }
    }
}

package import AWSClient
import JSON

/// Names of the things that stand in the scenery.
package enum Scenery {
    package static let home = "999988887777"
    package static let member = "111122223333"
    package static let region = "eu-west-1"
    package static let engineKey = "AKIAENGINE0000000000"
    package static let engineSecret = "engine-secret"
    package static let engineRole = "quell-engine"
    package static let topic = "arn:aws:sns:eu-west-1:999988887777:alerts"
    package static let externalID = "quell:{account}"
    /// Roles of the engine in every account; `{action}` is what a session is for.
    package static let responseRole = "quell/Security-IR-Role-{action}"
    package static let homeDetector = "aaabc34d567e8fa901bc2d34e56789f0"
    package static let memberDetector = "12abc34d567e8fa901bc2d34e56789f0"
    package static let finding = "b4c1e5a7d2f84c0fa6d3e97b1c5a8f20"
    package static let network = "vpc-0123456789abcdef0"
    package static let instance = "i-0123456789abcdef0"
    package static let openGroup = "sg-000000000000000ff"
    package static let user = "anna"
    package static let otherUser = "bert"
    package static let userID = "AIDAIOSFODNN7EXAMPLE1"
    package static let role = "web"
    package static let roleID = "AROAIOSFODNN7EXAMPLE1"
    package static let bucket = "reports-of-2026"

    /// The engine's own credentials.
    package static let credentials = Credentials(accessKeyID: engineKey, secretAccessKey: engineSecret)

    /// The purposes that have a role each.
    package static func purposes(of actions: [String]) -> [String] {
        ["read"] + actions.sorted().flatMap { [$0, "undo-\($0)"] }
    }
}

extension World {
    /// A security account that administers GuardDuty and runs the engine, and one member account with something of
    /// everything that Quell responds about.
    ///
    /// `actions` are the ids that have response roles in both accounts, each of which may do everything: the session's
    /// policy is what limits the engine here.
    package static func scenery(actions: [String]) -> World {
        var world = World()
        world.addEngine(actions, home: Scenery.home, members: [Scenery.member])
        world[account: Scenery.home, region: Scenery.region].topics[Scenery.topic] = []
        world.addDetection()
        world.addCompute()
        world.addIdentities()
        world[account: Scenery.member, region: Scenery.region].runbooks = [
            "AWS-DisableS3BucketPublicReadWrite": Runbook(), "AWS-EnableS3BucketEncryption": Runbook(),
        ]
        world.buckets[Scenery.bucket] = Bucket(account: Scenery.member, region: Scenery.region)
        return world
    }

    static let everything =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#

    /// The engine's own role in its account, and the roles for each purpose in every account.
    mutating func addEngine(_ actions: [String], home: String, members: [String]) {
        let arn = "arn:aws:iam::\(home):role/quell/\(Scenery.engineRole)"
        var engine = Identity(id: "AROAENGINE0000000000", path: "/quell/")
        engine.inline["engine"] = Self.everything
        self[identities: home].roles[Scenery.engineRole] = engine
        keys[Scenery.engineKey] = SecretKey(
            secret: Scenery.engineSecret, token: nil, expires: nil,
            principal: Principal(
                account: home, arn: "arn:aws:sts::\(home):assumed-role/\(Scenery.engineRole)/engine",
                entity: arn, kind: .role, name: Scenery.engineRole))
        for account in Set(members + [home]).sorted() {
            let conditions: JSONValue = [
                "StringEquals": [
                    "aws:PrincipalOrgID": .string(organization), "sts:ExternalId": .string("quell:\(account)"),
                ],
                "StringLike": ["sts:SourceIdentity": "quell-*"],
            ]
            let trust = Policy([
                "Version": "2012-10-17",
                "Statement": [
                    "Effect": "Allow", "Principal": ["AWS": .string(arn)],
                    "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"], "Condition": conditions,
                ],
            ])
            for (index, purpose) in Scenery.purposes(of: actions).enumerated() {
                var role = Identity(id: "AROARESPONSE\(1000 + index)", path: "/quell/")
                role.trust = trust
                role.inline[purpose] = Self.everything
                self[identities: account].roles["Security-IR-Role-\(purpose)"] = role
            }
        }
    }

    private mutating func addDetection() {
        self[account: Scenery.home, region: Scenery.region].detector = Detector(Scenery.homeDetector)
        self[account: Scenery.member, region: Scenery.region].detector = Detector(
            Scenery.memberDetector, administrator: Scenery.home)
    }

    private mutating func addIdentities() {
        var user = Identity(id: Scenery.userID)
        user.attached = ["arn:aws:iam::aws:policy/AdministratorAccess"]
        user.keys = ["AKIAIOSFODNN7EXAMPLE": true, "AKIAIOSFODNN7EXAMPL2": true]
        self[identities: Scenery.member].users[Scenery.user] = user
        // Another administrator, so that blocking the user leaves somebody.
        self[identities: Scenery.member].users[Scenery.otherUser] = Identity(id: "AIDAIOSFODNN7EXAMPLE2")
        self[identities: Scenery.member].groups["administrators"] = Identities.Group(
            attached: user.attached, members: [Scenery.otherUser])
        var role = Identity(id: Scenery.roleID, path: "/app/")
        role.inline["app"] = Self.everything
        self[identities: Scenery.member].roles[Scenery.role] = role
    }

    /// An instance with two interfaces and two volumes, in an Auto Scaling group and behind two load balancers.
    private mutating func addCompute() {
        var region = self[account: Scenery.member, region: Scenery.region]
        let (web, data) = ("sg-00000000000000001", "sg-00000000000000002")
        region.networks[Scenery.network] = Network(owner: Scenery.member, hasIPv6: true)
        for (id, name) in [(web, "web"), (data, "data"), (Scenery.openGroup, "open")] {
            region.groups[id] = SecurityGroup(name: name, network: Scenery.network)
        }
        region.groups[Scenery.openGroup]?.rules = [
            "sgr-00000000000000001": .init(
                isEgress: false, "tcp", from: 22, to: 22, .ipv4("0.0.0.0/0"), description: "ssh"),
            "sgr-00000000000000002": .init(isEgress: false, "tcp", from: 22, to: 22, .ipv6("::/0")),
            "sgr-00000000000000003": .init(isEgress: false, "tcp", from: 443, to: 443, .ipv4("0.0.0.0/0")),
            "sgr-00000000000000004": .init(isEgress: false, "tcp", from: 443, to: 443, .ipv4("172.31.0.0/16")),
            "sgr-00000000000000005": .init(isEgress: true, "-1", from: -1, to: -1, .ipv4("0.0.0.0/0")),
        ]
        var instance = Instance(network: Scenery.network)
        instance.shutdown = "terminate"
        instance.publicAddress = "203.0.113.9"
        instance.mappings = [
            .init(device: "/dev/xvda", volume: "vol-0000000000000000a", isDeletedOnTermination: true),
            .init(device: "/dev/xvdb", volume: "vol-0000000000000000b", isDeletedOnTermination: false),
        ]
        region.instances[Scenery.instance] = instance
        for mapping in instance.mappings {
            region.volumes[mapping.volume] = Volume(instance: Scenery.instance, device: mapping.device)
        }
        region.interfaces["eni-0000000000000000a"] = Interface(
            network: Scenery.network, instance: Scenery.instance, deviceIndex: 0, groups: [web, data],
            address: "10.0.0.10")
        region.interfaces["eni-0000000000000000b"] = Interface(
            network: Scenery.network, instance: Scenery.instance, deviceIndex: 1, groups: [data], address: "10.0.0.11")
        region.tags[Scenery.instance] = ["Name": "web"]
        region.scalingGroups["web"] = ScalingGroup(
            minimum: 1, maximum: 3, members: [Scenery.instance, "i-0fedcba9876543210"])
        let target = "arn:aws:elasticloadbalancing:eu-west-1:\(Scenery.member):targetgroup/blue/0123456789abcdef"
        region.targetGroups[target] = TargetGroup(
            name: "blue", network: Scenery.network, kind: "instance", port: 80,
            targets: [Scenery.instance, "i-0fedcba9876543210"])
        region.balancers["old"] = [Scenery.instance, "i-0fedcba9876543210"]
        self[account: Scenery.member, region: Scenery.region] = region
    }
}

import AWSClient
import JSON
import SimulatedAWS
import Testing

/// How AWS behaves around the calls: who may, how fast, and when a change counts.
@Suite struct BehaviorTests {
    private let action = "iam.block-principal"

    private struct Keys: CredentialProvider {
        let key: Credentials

        func credentials() async throws(AWSError) -> Credentials { key }
    }

    private func client(_ aws: SimulatedAWS, _ key: Credentials = Scenery.credentials) -> APIClient {
        APIClient(
            credentials: Keys(key: key), transport: aws, endpoints: Endpoints(environment: { _ in nil }),
            surroundings: aws.clock.surroundings)
    }

    private func assume(_ account: String, externalID: String, policy: String? = nil) -> AssumeRoleRequest {
        AssumeRoleRequest(
            roleARN: "arn:aws:iam::\(account):role/quell/Security-IR-Role-read", sessionName: "quell-e",
            externalID: externalID, sourceIdentity: "quell-e", sessionPolicy: policy)
    }

    private func member(_ aws: SimulatedAWS, policy: String? = nil) async -> APIClient {
        let base = client(aws)
        let roles = AssumedRoles(base: base, now: aws.clock.surroundings.now)
        let request = assume(Scenery.member, externalID: "quell:\(Scenery.member)", policy: policy)
        return await roles.client(assuming: request, region: Scenery.region)
    }

    @Test("a role is taken only with the id that its trust policy asks for")
    func trust() async throws {
        let aws = SimulatedAWS(.scenery(actions: [action]))
        _ = try await member(aws).call(IAM.getUser, ["UserName": "anna"], region: Scenery.region)
        let roles = AssumedRoles(base: client(aws), now: aws.clock.surroundings.now)
        let wrong = await roles.client(
            assuming: assume(Scenery.member, externalID: "quell:\(Scenery.home)"), region: Scenery.region)
        let error = await #expect(throws: AWSError.self) {
            try await wrong.call(IAM.getUser, ["UserName": "anna"], region: Scenery.region)
        }
        #expect(error?.kind == .accessDenied)
    }

    @Test("a session may do no more than its policy says")
    func sessionPolicy() async throws {
        let aws = SimulatedAWS(.scenery(actions: [action]))
        let policy = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}]}
            """
        let client = await member(aws, policy: policy)
        _ = try await client.call(IAM.getUser, ["UserName": "anna"], region: Scenery.region)
        let error = await #expect(throws: AWSError.self) {
            try await client.call(IAM.listAccessKeys, ["UserName": "anna"], region: Scenery.region)
        }
        #expect(error?.kind == .accessDenied)
        #expect(error?.message.contains("no session policy allows") ?? false, "\(String(describing: error))")
    }

    @Test("an unknown key and a wrong secret are refused")
    func signatures() async throws {
        let aws = SimulatedAWS(.scenery(actions: [action]))
        let pairs = [("AKIAUNKNOWN000000000", Scenery.engineSecret), (Scenery.engineKey, "wrong")]
        for (key, secret) in pairs {
            let client = client(aws, Credentials(accessKeyID: key, secretAccessKey: secret))
            let error = await #expect(throws: AWSError.self) {
                try await client.call(STS.getCallerIdentity, region: Scenery.region)
            }
            #expect(error?.kind == .badCredentials)
        }
    }

    @Test("a deny counts only when IAM's change has spread")
    func delay() async throws {
        var behavior = Behavior()
        behavior.authorizationDelay = 4
        let aws = SimulatedAWS(.scenery(actions: [action]), behavior: behavior)
        let key = Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "anna")
        aws.change { world in
            let arn = "arn:aws:iam::\(Scenery.member):user/anna"
            let anna = Principal(account: Scenery.member, arn: arn, entity: arn, kind: .user, name: "anna")
            world.keys[key.accessKeyID] = SecretKey(secret: "anna", token: nil, expires: nil, principal: anna)
        }
        aws.clock.advance(10)
        let deny: JSONValue = ["UserName": "anna", "PolicyArn": "arn:aws:iam::aws:policy/AWSDenyAll"]
        _ = try await member(aws).call(IAM.attachUserPolicy, deny, region: Scenery.region)
        // The attacker is still in: the published window.
        _ = try await client(aws, key).call(IAM.getUser, ["UserName": "anna"], region: Scenery.region)
        aws.clock.advance(4)
        let error = await #expect(throws: AWSError.self) {
            try await client(aws, key).call(IAM.getUser, ["UserName": "anna"], region: Scenery.region)
        }
        #expect(error?.kind == .accessDenied)
    }

    @Test("quotas refill as AWS documents")
    func quotas() async throws {
        var behavior = Behavior()
        behavior.throttles = true
        behavior.latency = 0
        let aws = SimulatedAWS(.scenery(actions: [action]), behavior: behavior)
        let life = Life()
        let caller = Principal.session(
            of: "Security-IR-Role-read", path: "/quell/", account: Scenery.member, name: "quell-e", policy: nil)
        func tag() throws(AWSError) {
            _ = try aws.perform(
                EC2.createTags, ["Resources": ["i-0123456789abcdef0"], "Tags": [["Key": "k", "Value": "v"]]],
                region: Scenery.region, as: caller, life: life)
        }
        for _ in 1...100 { try tag() }
        let error = #expect(throws: AWSError.self) { try tag() }
        #expect(error?.kind == .throttled)
        aws.clock.advance(1)
        for _ in 1...10 { try tag() }
        #expect(throws: AWSError.self) { try tag() }
    }

    @Test("listings come in pages")
    func pages() async throws {
        var behavior = Behavior()
        behavior.pageSize = 2
        let aws = SimulatedAWS(.scenery(actions: [action]), behavior: behavior)
        let client = await member(aws)
        let rules = try await client.all(EC2.describeSecurityGroupRules, region: Scenery.region)
        #expect(rules["SecurityGroupRules"]?.array?.count == 5)
        let users = try await client.all(IAM.listRoles, region: Scenery.region)
        #expect(users["Roles"]?.array?.count == 4)
    }
}

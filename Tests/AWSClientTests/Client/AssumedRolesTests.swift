import JSON
import Testing

@testable import AWSClient

@Suite struct AssumedRolesTests {
    private static let assume = "POST https://sts.eu-central-1.amazonaws.com/ AssumeRole"
    private static let role = "arn:aws:iam::111122223333:role/quell"

    private func roles(_ bench: ClientBench) -> AssumedRoles {
        AssumedRoles(base: bench.client, now: bench.machine.surroundings.now)
    }

    private func identity(_ roles: AssumedRoles, _ request: AssumeRoleRequest) async throws {
        let client = await roles.client(assuming: request, region: "eu-central-1")
        _ = try await client.call(STS.getCallerIdentity, region: "eu-central-1")
    }

    @Test("sends everything that a request says")
    func input() async throws {
        let bench = ClientBench([.init(Self.assume, .sts("AssumeRole", key: "A")), .init(ClientBench.read, .identity)])
        try await identity(
            roles(bench),
            AssumeRoleRequest(
                roleARN: Self.role, sessionName: "incident-1", externalID: "x", sourceIdentity: "quell",
                sessionPolicy: "{}", durationSeconds: 900))
        let form = ScriptedTransport.form(try #require(bench.transport.requests.first))
        #expect(
            form == [
                "Action": "AssumeRole", "Version": "2011-06-15", "RoleSessionName": "incident-1", "ExternalId": "x",
                "RoleArn": "arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fquell", "SourceIdentity": "quell",
                "Policy": "%7B%7D", "DurationSeconds": "900",
            ])
        #expect(bench.records.map(\.accessKeyID) == ["AKIA1", "A"])
    }

    @Test("assumes a role once for many callers at the same time")
    func sharing() async throws {
        let answers = Array(repeating: ScriptedTransport.Line(ClientBench.read, .identity), count: 40)
        let bench = ClientBench([.init(Self.assume, .sts("AssumeRole", key: "A"))] + answers)
        let roles = roles(bench)
        let request = AssumeRoleRequest(roleARN: Self.role, sessionName: "s")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 { group.addTask { try await identity(roles, request) } }
            try await group.waitForAll()
        }
        #expect(bench.records.filter { $0.operation == "sts:AssumeRole" }.count == 1)
        bench.transport.expectEnd()
    }

    @Test("opens another session for a request that differs in anything")
    func cacheKey() async throws {
        let requests = [
            AssumeRoleRequest(roleARN: Self.role, sessionName: "s"),
            AssumeRoleRequest(roleARN: "arn:aws:iam::444455556666:role/quell", sessionName: "s"),
            AssumeRoleRequest(roleARN: Self.role, sessionName: "t"),
            AssumeRoleRequest(roleARN: Self.role, sessionName: "s", externalID: "x"),
            AssumeRoleRequest(roleARN: Self.role, sessionName: "s", sourceIdentity: "x"),
            AssumeRoleRequest(roleARN: Self.role, sessionName: "s", sessionPolicy: "{}"),
            AssumeRoleRequest(roleARN: Self.role, sessionName: "s", durationSeconds: 900),
        ]
        let sessions = requests.indices.flatMap { number -> [ScriptedTransport.Line] in
            [.init(Self.assume, .sts("AssumeRole", key: "A\(number)")), .init(ClientBench.read, .identity)]
        }
        let again = requests.map { _ in ScriptedTransport.Line(ClientBench.read, .identity) }
        let bench = ClientBench(sessions + again)
        let roles = roles(bench)
        for request in requests + requests { try await identity(roles, request) }
        let keys = bench.records.filter { $0.operation == "sts:GetCallerIdentity" }.map(\.accessKeyID)
        let expected = requests.indices.map { "A\($0)" }
        #expect(keys == expected + expected)
        bench.transport.expectEnd()
    }

    @Test("assumes the role again five minutes before the session ends")
    func refresh() async throws {
        let bench = ClientBench([
            .init(Self.assume, .sts("AssumeRole", key: "A")), .init(ClientBench.read, .identity),
            .init(Self.assume, .sts("AssumeRole", key: "B", expires: "2026-11-25T09:00:00Z")),
            .init(ClientBench.read, .identity),
        ])
        let roles = roles(bench)
        let request = AssumeRoleRequest(roleARN: Self.role, sessionName: "s")
        try await identity(roles, request)
        bench.machine.advance(3_300)
        try await identity(roles, request)
        #expect(bench.records.map(\.accessKeyID) == ["AKIA1", "A", "AKIA1", "B"])
    }

    @Test("explains trust when AWS refuses the role")
    func refused() async {
        let bench = ClientBench([.init(Self.assume, .error("AccessDenied", status: 403, message: "Not authorized."))])
        let request = AssumeRoleRequest(roleARN: Self.role, sessionName: "s")
        let error = await failure { try await identity(roles(bench), request) }
        #expect(error?.kind == .accessDenied)
        #expect(error?.operation == "sts:AssumeRole")
        #expect(error?.code == "AccessDenied")
        #expect(error?.requestID == "r-1")
        #expect(
            error?.message.hasPrefix("The role \(Self.role) cannot be assumed: Not authorized. Is the role") == true)
        #expect(error?.message.contains("trust policy allow sts:AssumeRole and sts:SetSourceIdentity") == true)
    }

    @Test("says plainly when the role is not what failed")
    func failing() async {
        let bench = ClientBench([
            .init(Self.assume, .error("InvalidClientTokenId", status: 403, message: "Unknown key."))
        ])
        let request = AssumeRoleRequest(roleARN: Self.role, sessionName: "s")
        let error = await failure { try await identity(roles(bench), request) }
        #expect(error?.kind == .badCredentials)
        #expect(error?.message == "Unknown key.")
    }
}

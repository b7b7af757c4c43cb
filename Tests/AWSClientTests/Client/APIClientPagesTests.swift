import JSON
import Testing

@testable import AWSClient

@Suite struct APIClientPagesTests {
    private func page(_ tags: [String], truncated: Bool?, marker: String?) -> ScriptedTransport.Line {
        let members = tags.map { "<member>\($0)</member>" }.joined()
        let end =
            (truncated.map { "<IsTruncated>\($0)</IsTruncated>" } ?? "")
            + (marker.map { "<Marker>\($0)</Marker>" } ?? "")
        return .init(
            "POST https://iam.amazonaws.com/ ListRolePolicies",
            .text(
                "<ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames>\(members)</PolicyNames>\(end)</ListRolePoliciesResult></ListRolePoliciesResponse>"
            ))
    }

    private func keys(_ lines: [ScriptedTransport.Line]) async throws -> (keys: [String?], bench: ClientBench) {
        let bench = ClientBench(lines)
        let answer = try await bench.client.all(IAM.listRolePolicies, ["RoleName": "r"], region: "eu-central-1")
        #expect(answer["Marker"] == nil)
        return (answer["PolicyNames"]?.array?.map { $0.string } ?? [], bench)
    }

    @Test("joins the lists of all pages, in order, and asks for each page with the token of the one before")
    func joins() async throws {
        let (keys, bench) = try await keys([
            page(["a", "b"], truncated: true, marker: "m 1"), page([], truncated: true, marker: "m2"),
            page(["c"], truncated: false, marker: nil),
        ])
        #expect(keys == ["a", "b", "c"])
        #expect(bench.transport.requests.map { ScriptedTransport.form($0)["Marker"] } == [nil, "m+1", "m2"])
        #expect(bench.transport.requests.allSatisfy { ScriptedTransport.form($0)["RoleName"] == "r" })
        bench.transport.expectEnd()
    }

    @Test(
        "ends with a single page, also when it has a token that leads nowhere",
        arguments: [(nil, nil), (false, nil), (false, "m"), (false, ""), (nil, "")] as [(Bool?, String?)])
    func single(_ truncated: Bool?, _ marker: String?) async throws {
        let (keys, bench) = try await keys([page(["a"], truncated: truncated, marker: marker)])
        #expect(keys == ["a"])
        #expect(bench.transport.requests.count == 1)
    }

    @Test("refuses a listing that gives the same token twice")
    func repeated() async {
        let error = await failure {
            try await keys([
                page(["a"], truncated: true, marker: "m"), page(["b"], truncated: true, marker: "m"),
            ])
        }
        #expect(error?.kind == .unreadableAnswer)
        #expect(error?.message == "The listing does not end: it gave the same page token twice.")
    }

    @Test("refuses a listing that has no end")
    func endless() async {
        let error = await failure {
            try await keys((0..<1_000).map { page(["a"], truncated: true, marker: "m\($0)") })
        }
        #expect(error?.message == "The listing does not end: it has more than 1000 pages.")
    }

    @Test("refuses a listing that is cut short without a way to its rest")
    func cut() async {
        let error = await failure { try await keys([page(["a"], truncated: true, marker: nil)]) }
        #expect(error?.kind == .unreadableAnswer)
        #expect(error?.message.contains("cut short") == true)
    }

    @Test("fails with the failure of any page")
    func failing() async {
        let error = await failure {
            try await keys([
                page(["a"], truncated: true, marker: "m"),
                .init("POST https://iam.amazonaws.com/ ListRolePolicies", .error("AccessDenied", status: 403)),
            ])
        }
        #expect(error?.kind == .accessDenied)
    }

    @Test("makes one call where an operation has no pages")
    func unpaged() async throws {
        let bench = ClientBench([.init(ClientBench.read, .identity)])
        #expect(
            try await bench.client.all(STS.getCallerIdentity, region: "eu-central-1") == ["Account": "111122223333"])
    }
}

import JSON
import Testing

@testable import AWSClient

@Suite struct CallPacingTests {
    private static let region = "eu-central-1"
    private func client(_ script: [ScriptedTransport.Line], _ machine: FakeMachine) throws -> APIClient {
        let governor = try #require(QuotaGovernor(machine.surroundings))
        return APIClient(
            credentials: FixedCredentials(Credentials(accessKeyID: "AKIA1", secretAccessKey: "s")),
            transport: ScriptedTransport(script),
            endpoints: Endpoints(environment: machine.surroundings.environment), surroundings: machine.surroundings,
            pacing: CallPacing(governor, account: nil))
    }

    @Test("every attempt of a call takes its turn, and a throttled one slows the next down")
    func attempts() async throws {
        let machine = FakeMachine(randoms: [0.25])
        let write = ScriptedTransport.Line(ClientBench.write, .error("Throttling"))
        let client = try client([write, .init(ClientBench.write, .text("<UpdateAccessKeyResponse/>"))], machine)
        _ = try await client.call(
            IAM.updateAccessKey, ["UserName": "me", "AccessKeyId": "AKIAX", "Status": "Inactive"], region: Self.region)
        // The pause of the retry, and then the empty bucket at half its rate.
        #expect(machine.sleeps == [0.25, 0.15])
    }

    @Test("a role's calls are charged to the role's account, and taking it to the caller's")
    func accounts() async throws {
        let machine = FakeMachine()
        let governor = try #require(QuotaGovernor(machine.surroundings))
        let home = CallPacing(governor, account: nil)
        let member = home.inAccount(ofRole: "arn:aws:iam::111122223333:role/quell")
        #expect(member.account == "111122223333")
        #expect(home.account == "")
        try await home.pass(SSM.startAutomationExecution, [:], Self.region)
        try await member.pass(SSM.startAutomationExecution, [:], Self.region)
        #expect(machine.sleeps == [])
        try await member.pass(SSM.startAutomationExecution, [:], Self.region)
        #expect(machine.sleeps == [1])
    }
}

import Reliability
import SimulatedAWS
import Testing

/// Each call of a response fails, another of 14 ways at each, and every promise is kept all the same.
///
/// `make reliability` does it for all ways at every call, and for pairs of them.
@Suite struct SingleErrorTests {
    private static let names = Incident.short + ["isolated instance"]

    private static func faults(_ calls: some Sequence<Int>) -> [ErrorCheck.Faults] {
        let all = ErrorClass.allCases
        return calls.map { [$0: all[$0 % all.count]] }
    }

    @Test(
        "a response that meets any error at any call ends, tells people, and claims only what is so", arguments: names)
    func response(_ name: String) async throws {
        let check = try ErrorCheck(Incident.named(name), .direct)
        let complaints = try await Cores.each(Self.faults(1...(try await check.calls())), check.response)
        #expect(complaints.isEmpty, "\(complaints.text)")
    }

    @Test("so does one through the client, its sessions and its retries", arguments: Incident.short)
    func throughTheClient(_ name: String) async throws {
        let check = try ErrorCheck(Incident.named(name), .client)
        let complaints = try await Cores.each(Self.faults(1...(try await check.calls())), check.response)
        #expect(complaints.isEmpty, "\(complaints.text)")
    }

    @Test("an undo that meets one error is ended by the next one", arguments: names)
    func undo(_ name: String) async throws {
        let check = try ErrorCheck(Incident.named(name), .direct)
        let complaints = try await Cores.each(Self.faults(try await check.undoCalls()), check.undo)
        #expect(complaints.isEmpty, "\(complaints.text)")
    }

    @Test("errors that leave the same behind are one kind, and those that do not are not")
    func kinds() async throws {
        let check = try ErrorCheck(Incident.named("confined security group"), .direct)
        let kinds = try await ErrorKinds(check)
        for call in try await check.history([:]) {
            for found in [kinds.firsts(at: call.index), kinds.seconds(at: call)] {
                // Both throttlings and a 503 are tried again alike; both refusals of access are final alike.
                #expect(Set(found).isSuperset(of: [.throttling, .accessDenied, .garbled]))
                #expect(Set(found).isDisjoint(with: [.requestLimitExceeded, .unavailable, .unauthorizedOperation]))
            }
        }
    }
}

import Reliability
import SimulatedAWS
import Testing

/// The process dies before and after every call to AWS and every operation of the journal; the next one ends it.
///
/// `make reliability` does it for all incidents.
@Suite struct CrashTests {
    private static let names = Incident.short

    @Test("invariant 13: a crash at any call to AWS changes nothing of the end", arguments: names)
    func atCalls(_ name: String) async throws {
        let check = try await CrashCheck(Incident.named(name), .direct)
        let complaints = try await Cores.each(check.atCalls, check.complaints)
        #expect(complaints.isEmpty, "\(complaints.text)")
    }

    @Test("so it does through the client, where calls that make sessions are among them")
    func throughTheClient() async throws {
        let check = try await CrashCheck(Incident.named("blocked user"), .client)
        let complaints = try await Cores.each(check.atCalls, check.complaints)
        #expect(complaints.isEmpty, "\(complaints.text)")
    }

    @Test("invariant 13: a crash at any operation of the journal changes nothing of the end", arguments: names)
    func atRecords(_ name: String) async throws {
        let check = try await CrashCheck(Incident.named(name), .direct)
        let complaints = try await Cores.each(check.atOperations, check.complaints)
        #expect(complaints.isEmpty, "\(complaints.text)")
    }
}

import ActionKit
import Actions
import Reliability
import Testing

/// Histories that dice draw, a few of each kind and the same ones every time.
///
/// `make reliability` draws ten thousand.
@Suite struct ChanceTests {
    private static func seeds(_ count: UInt64) -> [UInt64] { Array(1...count) }
    /// Lives in which something was broken once.
    private static let found: [UInt64] = [
        // Two orders for one finding; the undo of the second one took the note of the first one for its own.
        4_786,
        // Two processes took snapshots of the same volumes, which the engine then called drift, and took them once more.
        20_274_112, 20_288_416, 20_314_844,
        // The note of a later execution stood in the way of the undo of a containment.
        20_800_327, 21_156_352,
    ]

    @Test("repeats, delays, clock jumps, lost leases, crashes and errors break no invariant")
    func lives() async throws {
        let check = try RandomCheck()
        let complaints = try await Cores.each(Self.found + Self.seeds(150)) {
            try await check.complaints(seed: $0)
        }
        #expect(complaints.isEmpty, "\(complaints.text)")
    }

    @Test("invariant 9: what is protected is never changed")
    func protected() async throws {
        let check = try ProtectionCheck()
        let complaints = try await Cores.each(Self.found + Self.seeds(150)) {
            try await check.complaints(seed: $0)
        }
        #expect(complaints.isEmpty, "\(complaints.text)")
    }

    @Test("invariant 9: with every guard of the engine out of the way, the role refuses to change who helps")
    func roles() async throws {
        let check = try ProtectionCheck()
        let complaints = try await Cores.each(Self.seeds(150)) { try await check.unguarded(seed: $0) }
        #expect(complaints.isEmpty, "\(complaints.text)")
        let grants = BlockPrincipal.manifest.grants.filter { $0.id != "NeverLockOutTheRescuers" }
        let without = try await Cores.each(Self.seeds(20)) { try await check.unguarded(seed: $0, grants: grants) }
        #expect(!without.isEmpty, "The role is too weak for anything, which shows nothing.")
    }

    @Test("invariant 10: what is exempt is never changed, nothing else is immune, and who cannot tell changes nothing")
    func exceptions() async throws {
        let check = try ExceptionCheck()
        var complaints = try await Cores.each(Self.seeds(40)) { try await check.exempt(seed: $0, events: 5) }
        complaints.add(try await Cores.each(Self.seeds(40)) { try await check.invalid(seed: $0) })
        complaints.add(try await Cores.each(Self.seeds(40)) { try await check.unreadable(seed: $0) })
        #expect(complaints.isEmpty, "\(complaints.text)")
    }

    @Test("invariant 12: an undo restores what was there, with what others changed beside it, or changes nothing")
    func undos() async throws {
        let check = try UndoCheck()
        let complaints = try await Cores.each(Self.seeds(100)) { try await check.complaints(seed: $0) }
        #expect(complaints.isEmpty, "\(complaints.text)")
    }

    @Test("no connection outlives an isolation that its residual risk does not name")
    func flows() async throws {
        let check = try FlowCheck()
        let complaints = try await Cores.each(Self.seeds(150)) { try await check.complaints(seed: $0) }
        #expect(complaints.isEmpty, "\(complaints.text)")
    }
}

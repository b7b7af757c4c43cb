import AWSClient
import ActionKit
import Engine
import JSON
import Reliability
import SimulatedAWS
import Testing

/// The real engine between broken ports: the audits that hold the engine to its promises find every one of them out.
@Suite struct BrokenPortsTests {
    private static func incident() throws -> Incident {
        try #require(Incident.all.first { $0.name == "blocked user" })
    }

    @Test("between sound ports every promise is kept", arguments: Play.Plot.allCases)
    func sound(_ plot: Play.Plot) async throws {
        let complaint = try await Play(incident: Self.incident()).complaint(plot)
        #expect(complaint == nil)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let journal: Set<JournalFlaw>
        let access: AccessFlaw?
        let plot: Play.Plot

        init(_ journal: Set<JournalFlaw> = [], access: AccessFlaw? = nil, _ plot: Play.Plot) {
            (self.journal, self.access, self.plot) = (journal, access, plot)
        }

        var testDescription: String {
            (journal.map(\.rawValue).sorted() + [access?.rawValue].compactMap(\.self)).joined(separator: " and ")
        }
    }

    static let caught = [
        Case([.losesIntents], .delivered),
        Case([.writesIntentsLate], .delivered),
        Case([.losesPlans], .delivered),
        Case([.losesObservations], .delivered),
        Case([.losesConclusions], .delivered),
        Case([.losesEnds], .delivered),
        Case([.writesTwice], .delivered),
        Case([.losesUndos], .undone),
        Case([.hidesTheLast], .crashed),
        Case([.beginsAgain], .overtaken),
        Case([.forgetsKeys], .crashed),
        Case([.leasesNeverEnd], .crashed),
        Case([.writesUnconditionally], .undone),
        Case([.writesUnconditionally, .leasesToAll], .contested),
        Case(access: .swallowsRefusals, .failing),
        Case(access: .pretendsToPublish, .delivered),
        Case(access: .pretendsToChange, .delivered),
        Case(access: .readsFromCache, .delivered),
        Case(access: .changesTwice, .delivered),
        Case(access: .archivesAtOnce, .failing),
    ]

    @Test("a broken port is found out", arguments: caught)
    func broken(_ mutant: Case) async throws {
        let complaint = try await Self.play(mutant).complaint(mutant.plot)
        print("Ports, \(mutant.testDescription): \(complaint ?? "nothing")")
        #expect(complaint != nil)
    }

    private static func play(_ mutant: Case) throws -> Play {
        var play = Play(incident: try incident())
        if !mutant.journal.isEmpty { play.journal = { BrokenJournal($0, mutant.journal) } }
        if let flaw = mutant.access {
            let archive = Call(
                GuardDuty.archiveFindings, account: Scenery.member, region: Scenery.region,
                input: ["DetectorId": .string(Scenery.memberDetector), "FindingIds": [.string(Scenery.finding)]])
            play.access = { BrokenAccess($0, flaw, archive: archive) }
        }
        return play
    }

    /// Leases keep work from being done twice; that nothing wrong comes of it is what the condition of each record is for.
    @Test("a lease for everybody alone breaks nothing", arguments: [Play.Plot.contested, .overtaken, .undone])
    func leases(_ plot: Play.Plot) async throws {
        let complaint = try await Self.play(Case([.leasesToAll], plot)).complaint(plot)
        #expect(complaint == nil)
    }
}

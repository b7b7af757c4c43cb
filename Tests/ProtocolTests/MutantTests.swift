import Testing

/// Drivers that are wrong on purpose: the search finds each out, or shows which other part covers for it.
@Suite(.serialized) struct MutantTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let mutants: Mutant
        let skeleton: Skeleton
        var responders = 2
        var faults = 3

        var testDescription: String { name }

        var exploration: Exploration {
            Exploration(skeleton: skeleton, responders: responders, faults: faults, mutants: mutants)
        }
    }

    static let caught = [
        Case(name: "records are not fenced", mutants: .noFence, skeleton: .block),
        Case(name: "no drain before an undo", mutants: .noDrain, skeleton: .block),
        Case(name: "archives before the proof", mutants: .archivesBeforeProof, skeleton: .isolate),
        Case(name: "archives before people are told", mutants: .archivesBeforeTelling, skeleton: .isolate),
        Case(name: "archives what is partial", mutants: .archivesPartial, skeleton: .block),
        Case(name: "a group that exists is taken for empty", mutants: .existenceIsEmptiness, skeleton: .isolate),
        Case(name: "the plan is written after the first change", mutants: .planAfterFirstChange, skeleton: .block),
        Case(name: "plans anew after a crash", mutants: .plansAnewAfterCrash, skeleton: .block),
        Case(name: "the intent is written after the call", mutants: .intentAfterCall, skeleton: .block),
        Case(name: "does not look at an intended step", mutants: .noLookAfterCrash, skeleton: .block),
        Case(name: "overwrites what others have changed", mutants: .ignoresChange, skeleton: .block),
        Case(name: "ends on an error without a word", mutants: .endsSilently, skeleton: .block),
        Case(name: "tells findings apart by their event", mutants: .eventIdentity, skeleton: .block),
        Case(name: "begins without a condition", mutants: .unconditionalBegin, skeleton: .block),
        Case(name: "claims without the proof", mutants: .noProof, skeleton: .block),
        Case(name: "the journal is ahead of the call", mutants: .journalAhead, skeleton: .block),
        Case(name: "takes a call for its effect", mutants: .noReadBack, skeleton: .block),
        Case(name: "undoes without comparing", mutants: .undoWithoutCompare, skeleton: .block),
        Case(name: "undoes what is undone", mutants: .undoTwice, skeleton: .block),
        Case(name: "an undo forgets a step in doubt", mutants: .undoForgetsDoubt, skeleton: .block),
        Case(name: "an undo reads before it asks", mutants: .undoReadsBeforeAsking, skeleton: .block),
        Case(name: "an undo does not read back", mutants: .undoBlindly, skeleton: .block),
        Case(name: "starts without a token", mutants: .noToken, skeleton: .runbook),
        Case(name: "no lease", mutants: .noLease, skeleton: .block),
        Case(name: "neither lease nor fence", mutants: [.noLease, .noFence], skeleton: .block),
        Case(
            name: "reads before the claim, and no fence", mutants: [.readsBeforeClaim, .noFence], skeleton: .block,
            faults: 2),
        Case(
            name: "an undo without the lease, and no fence", mutants: [.undoIgnoresLease, .noFence], skeleton: .block,
            faults: 1),
    ]

    @Test("a wrong driver is found out", arguments: caught)
    func isCaught(_ mutant: Case) {
        let result = mutant.exploration.run()
        let found = result.violation.map {
            "\($0.promise.rawValue), after \($0.path.count) steps: \($0.path.suffix(8).joined(separator: ", "))"
        }
        print("Mutant \"\(mutant.name)\": \(found ?? "survives"), \(result.states) states")
        #expect(result.violation != nil, "It breaks nothing in \(result.states) states.")
    }

    /// What breaks nothing alone, because another part covers for it; with that part gone it is among those above.
    static let covered = [
        Case(name: "reads before the claim", mutants: .readsBeforeClaim, skeleton: .block, faults: 2),
        Case(name: "an undo without the lease", mutants: .undoIgnoresLease, skeleton: .block, faults: 2),
    ]

    @Test("one part alone that another part covers for breaks nothing", arguments: covered)
    func isCovered(_ mutant: Case) {
        let result = mutant.exploration.run()
        #expect(result.isComplete)
        let path = result.violation.map { "\($0.promise.rawValue)\n\($0.path.joined(separator: "\n"))" } ?? ""
        #expect(result.violation == nil, "\(path)")
    }
}

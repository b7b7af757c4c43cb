import Testing

@testable import Engine

@Suite struct OutcomeTests {
    @Test("only a containment that was read back proves it", arguments: Outcome.allCases)
    func proof(_ outcome: Outcome) {
        #expect(outcome.provesContainment == [.contained, .alreadyContained].contains(outcome))
    }

    @Test("people are told of everything that needs them, or that somebody excused", arguments: Outcome.allCases)
    func attention(_ outcome: Outcome) {
        #expect(outcome.demandsAttention == [.held, .partial, .failed, .exempt].contains(outcome))
    }

    @Test("words are the ones that journals and programs hold")
    func words() {
        #expect(
            Outcome.allCases.map(\.rawValue) == [
                "contained", "already-contained", "exempt", "held", "declined", "partial", "moot", "not-confirmed",
                "not-applicable", "ignored", "rejected", "duplicate", "failed",
            ])
    }
}

import Testing

@testable import Replay

struct TallyTests {
    @Test("a tally counts each verdict, and all of them")
    func counts() {
        var tally = Tally()
        for verdict in Verdict.allCases + [.acts] { tally.add(verdict) }
        #expect(tally.matched == Verdict.allCases.count + 1)
        #expect(tally[.acts] == 2 && tally[.held] == 1)
    }

    @Test("with too many names the largest stay, and it is told how wrong a count may be")
    func bounded() {
        var tallies = Tallies(limit: 10)
        for _ in 0..<50 { tallies.add(.acts, to: "noisy") }
        for number in 0..<1_000 { tallies.add(.acts, to: "once \(number)") }
        #expect(tallies.count <= 20)
        #expect(tallies.largest(1).first?.name == "noisy")
        #expect(tallies.largest(1).first?.tally.matched == 50)
        #expect(tallies.uncertainty > 0 && tallies.dropped > 900)
    }

    @Test("with few names every count is exact")
    func exact() {
        var tallies = Tallies(limit: 10)
        for number in 0..<20 { tallies.add(.tells, to: "\(number % 10)") }
        #expect(tallies.uncertainty == 0)
        #expect(tallies.byNameOrder.allSatisfy { $0.tally.matched == 2 })
    }

    @Test("what was used lately is remembered, what was not is forgotten, and that is told")
    func recent() {
        var recent = Recent<Int, Int>(limit: 100)
        for key in 0..<100 { recent[key] = key }
        #expect(!recent.hasForgotten)
        for key in 100..<1_000 {
            let first = recent[99]
            #expect(first == 99)
            recent[key] = key
        }
        #expect(recent.count <= 101)
        #expect(recent.hasForgotten)
        let unused = recent[50]
        #expect(unused == nil)
        recent[99] = nil
        let removed = recent[99]
        #expect(removed == nil)
    }
}

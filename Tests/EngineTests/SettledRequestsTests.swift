import Testing

@testable import Engine

@Suite struct SettledRequestsTests {
    @Test("holds what was added and nothing else")
    func holds() {
        let settled = SettledRequests()
        settled.add(7)
        #expect(settled.holds(7) && !settled.holds(8))
    }
}

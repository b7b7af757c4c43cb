import Engine
import Playbook
import Synchronization
import Testing

@testable import EventService

@Suite("The playbook that counts") struct LivePlaybookTests {
    private final class File: Sendable {
        let text = Mutex(Bench.playbookText)
        func write(_ new: String) { text.withLock { $0 = new } }
        @Sendable func read() -> String { text.withLock { $0 } }
    }

    private let file = File()
    private let bench: Bench
    private let other = Bench.playbookText.replacing("name: contain", with: "name: other")

    init() throws { bench = try Bench(text: file.read) }

    private var rule: String? { bench.playbook.responder(worker: 1).playbook.rules.first?.name }

    @Test("a new one is taken once its file has stayed the same for two looks")
    func takes() {
        #expect(bench.playbook.reloadIfChanged() == .unchanged)
        let before = bench.playbook.responder(worker: 1)
        file.write(other)
        #expect(bench.playbook.reloadIfChanged() == .unchanged)
        #expect(rule == "contain")
        #expect(bench.playbook.reloadIfChanged() == .taken)
        #expect(rule == "other")
        #expect(bench.playbook.reloadIfChanged() == .unchanged)
        #expect(before.playbook.rules.first?.name == "contain")
    }

    @Test("a file that is still being written is not taken")
    func unsettled() {
        for end in 1...3 {
            file.write(other + "#\(end)")
            #expect(bench.playbook.reloadIfChanged() == .unchanged)
        }
        file.write(Bench.playbookText)
        #expect(bench.playbook.reloadIfChanged() == .unchanged)
        #expect(bench.playbook.reloadIfChanged() == .unchanged)
    }

    @Test("a wrong one leaves the old one, is told of once, and a right one after it is taken")
    func refuses() {
        file.write("quell: 1\nrules: nonsense\n")
        #expect(bench.playbook.reloadIfChanged() == .unchanged)
        guard case .refused(let refusal) = bench.playbook.reloadIfChanged() else {
            Issue.record("It is taken.")
            return
        }
        #expect(refusal.kind == .invalid && refusal.description.contains("test.yaml:2"))
        #expect(rule == "contain")
        #expect(bench.playbook.reloadIfChanged() == .unchanged)
        file.write(other)
        #expect(bench.playbook.reload() == .taken)
        #expect(rule == "other")
    }

    @Test("every worker owns leases of its own")
    func owners() {
        let owners = (0...2).map { bench.playbook.responder(worker: $0).settings.owner }
        #expect(Set(owners).count == 3)
    }
}

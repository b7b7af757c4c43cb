import AWSClient
import Engine
import Testing

@testable import EventService

@Suite("The answer to one event") struct AnswerTests {
    private func answer(_ bench: Bench, to body: [UInt8] = Bench.finding(), worker: Int = 1) async -> String {
        let event = InboxEvent(id: 1, body: body, accepted: Bench.now, attempts: 1)
        let log = EventLog(log: bench.log, metrics: bench.metrics, event: event)
        switch await Answer.to(body, by: bench.playbook.responder(worker: worker), telling: log) {
        case .done: return "done"
        case .postponed: return "postponed"
        case .failed: return "failed"
        }
    }

    @Test("is final whatever the outcome, but for technical failures")
    func outcomes() async throws {
        #expect(await answer(try Bench(Refusing(.notFound))) == "done")
        #expect(await answer(try Bench(Refusing(.unreachable))) == "failed")
        #expect(await answer(try Bench(), to: Bench.idle(1)) == "done")
    }

    @Test("waits while the journal is away")
    func away() async throws {
        #expect(await answer(try Bench(journal: NoJournal())) == "postponed")
    }

    @Test("waits while another worker is at the same finding, and is not given twice")
    func busy() async throws {
        let hanging = Hanging()
        let bench = try Bench(hanging)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { #expect(await answer(bench, worker: 1) == "postponed") }
            await hanging.begun.wait()
            #expect(await answer(bench, worker: 2) == "postponed")
            group.cancelAll()
        }
    }

    @Test("to a plan that may not be applied is final")
    func refusal() async throws {
        let bench = try Bench()
        let message = ApplyMessage(execution: "0123456789abcdef")
        #expect(await answer(bench, to: Array(message.body.utf8)) == "done")
        #expect(bench.lines.messages == ["plan not applied"])
    }
}

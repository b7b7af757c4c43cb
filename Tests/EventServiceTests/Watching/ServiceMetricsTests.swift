import Engine
import Testing

@testable import EventService

@Suite("What the service counts") struct ServiceMetricsTests {
    @Test("everything that happens is counted where it belongs")
    func counts() async throws {
        let bench = try Bench()
        let metrics = bench.metrics
        metrics.accepted(.http, new: 2, known: 1, seconds: 0.004)
        metrics.accepted(.spool, new: 5, known: 0)
        metrics.refused(.signature)
        metrics.answered(.contained, seconds: 2)
        metrics.retried()
        metrics.quarantined()
        metrics.queueFailed()
        metrics.choreFailed()
        for (sample, value) in [
            ("quell_events_accepted_total{way=\"http\"}", "2"), ("quell_events_accepted_total{way=\"spool\"}", "5"),
            ("quell_events_duplicate_total{way=\"http\"}", "1"), ("quell_accept_seconds_bucket{le=\"0.005\"}", "1"),
            ("quell_accept_seconds_count", "1"), ("quell_requests_refused_total{reason=\"signature\"}", "1"),
            ("quell_responses_total{outcome=\"contained\"}", "1"), ("quell_responses_total{outcome=\"held\"}", "0"),
            ("quell_events_retried_total", "1"), ("quell_events_quarantined_total", "1"),
            ("quell_queue_errors_total", "1"), ("quell_chores_failed_total", "1"),
            ("quell_answer_seconds_sum", "2"), ("quell_playbook_current", "1"),
        ] {
            #expect(try await bench.value(sample) == value, "\(sample)")
        }
    }

    @Test("the inbox is told as it is now")
    func inbox() {
        let text = ServiceMetrics().text(InboxLevel(arrived: 4, open: 6, quarantined: 1, oldest: 90), at: 100)
        #expect(text.contains("quell_inbox_events{state=\"arrived\"} 4\nquell_inbox_events{state=\"answering\"} 2\n"))
        #expect(text.contains("quell_inbox_events{state=\"quarantined\"} 1\n"))
        #expect(text.contains("quell_inbox_oldest_seconds 10\n"))
        #expect(!ServiceMetrics().text(nil, at: 100).contains("quell_inbox_"))
    }

    @Test("every sample belongs to a family that is told of once")
    func families() {
        let lines = ServiceMetrics().text(InboxLevel(arrived: 0, open: 0, quarantined: 0, oldest: nil), at: 0)
            .split(separator: "\n")
        let families = lines.filter { $0.hasPrefix("# TYPE ") }.compactMap {
            $0.split(separator: " ").dropFirst(2).first
        }
        #expect(families.count == Set(families).count)
        for line in lines where !line.hasPrefix("#") {
            #expect(families.contains { line.hasPrefix($0) }, "\(line)")
        }
    }
}

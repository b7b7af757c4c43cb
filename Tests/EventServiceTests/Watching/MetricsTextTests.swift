import Testing

@testable import EventService

@Suite("Prometheus' text") struct MetricsTextTests {
    @Test("has a help, a type and the samples of each family")
    func families() {
        var text = MetricsText()
        text.family("a_total", .counter, "How often.")
        text.sample("a_total", ("way", "http"), 3)
        text.sample("a_total", nil, 0.5)
        #expect(
            text.text == "# HELP a_total How often.\n# TYPE a_total counter\na_total{way=\"http\"} 3\na_total 0.5\n")
    }

    @Test("has buckets that add up")
    func histogram() {
        var histogram = Histogram(bounds: [0.5, 1])
        for seconds in [0.25, 0.5, 0.75, 8, -1] { histogram.add(seconds) }
        var text = MetricsText()
        text.histogram("s", "Seconds.", histogram)
        #expect(
            text.text
                == """
                # HELP s Seconds.
                # TYPE s histogram
                s_bucket{le="0.5"} 3
                s_bucket{le="1"} 4
                s_bucket{le="+Inf"} 5
                s_sum 9.5
                s_count 5

                """)
    }
}

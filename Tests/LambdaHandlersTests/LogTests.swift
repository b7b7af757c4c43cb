import Engine
import JSON
import Testing

@testable import LambdaHandlers

@Suite("The function's log") struct LogTests {
    private struct Away: Error, CustomStringConvertible { let description = "It is\naway." }

    @Test("is one JSON object a line, with its level, message and time")
    func plain() throws {
        let surrounded = Surrounded()
        surrounded.log.write(.warning, "ready", ["more": 1])
        #expect(
            try surrounded.lines == [
                ["level": "warning", "message": "ready", "time": "2023-11-14T22:13:20Z", "more": 1]
            ])
    }

    @Test("counts a message that could not be answered, in CloudWatch's embedded metric format")
    func failed() throws {
        let surrounded = Surrounded()
        surrounded.log.line("id-1", "message-1").failed(Away(), receiveCount: 2)
        let line = try #require(try surrounded.lines.first)
        #expect(line["level"]?.string == "error")
        #expect(line["why"]?.string == "It is\naway.")
        #expect(line["receiveCount"]?.int == 2)
        #expect(line["Failed"]?.int == 1)
        let directives = try #require(line["_aws"]?["CloudWatchMetrics"]?.array)
        #expect(line["_aws"]?["Timestamp"]?.int == 1_700_000_000_000)
        #expect(
            directives == [
                ["Namespace": "Quell", "Dimensions": [[]], "Metrics": [["Name": "Failed", "Unit": "Count"]]]
            ])
    }
}

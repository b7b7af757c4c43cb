import Engine
import JSON

/// Has events answered and prints the answers.
struct ResponseClerk {
    let wiring: Wiring
    let format: OutputFormat
    private let table = Table(ResponseText.titles, widths: ResponseText.widths)

    init(wiring: Wiring, format: OutputFormat) {
        self.wiring = wiring
        self.format = format
    }

    /// Tells people of what they have not answered in time; the answers of the run stay as they are.
    func expireApprovals() async throws {
        for response in try await wiring.responder.expireApprovals() {
            Terminal.error("\(response.execution): \(Terminal.untrusted(response.conclusion.why))")
        }
    }

    /// Does what is due by itself; people see on standard error what was not as it should be.
    func tend() async throws {
        for one in try await wiring.responder.tend() where one.kind != .settled {
            Terminal.error(TendedText.details(one))
        }
    }

    func answer(_ events: [[UInt8]]) async throws -> [Response] {
        if format == .text { Terminal.line(table.header) }
        var responses: [Response] = []
        for event in events {
            let start = ContinuousClock.now
            let new = try await wiring.responder.respond(to: event)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            responses += new
            guard format == .text else { continue }
            for response in new {
                Terminal.line(table.row(ResponseText.cells(response, seconds: seconds)))
                Terminal.line(ResponseText.details(response))
            }
        }
        if format == .json { Terminal.line(JSONValue.array(responses.map(\.json)).indented) }
        return responses
    }
}

import Foundation
import JSON
import Testing

@testable import EventPattern

/// Every known verdict, of the service and of its library, from the matcher of many patterns.
@Suite struct MatcherVectorTests {
    /// A pattern, an event, and what one of the two answers.
    private struct Vector: Sendable {
        let line: Int
        let pattern: String
        let event: String?
        /// nil when the event must be refused.
        let match: Bool?
        let isInvalid: Bool

        init?(_ value: JSONValue, line: Int, _ mode: EventPattern.Mode) {
            guard let pattern = value["pattern"]?.string else { return nil }
            self.line = line
            self.pattern = pattern
            event = value["event"]?.string
            let spoken = value["spec_match"] ?? value["match"]
            switch mode {
            case .service:
                isInvalid = value["service_invalid"]?.bool ?? value["invalid"]?.bool ?? false
                match = value["event_error"] == nil ? (value["service_match"] ?? spoken)?.bool : nil
            case .library:
                isInvalid = value["invalid"]?.bool ?? false
                match = value["event_error"] == nil ? spoken?.bool : nil
            }
        }
    }

    private func vectors(_ mode: EventPattern.Mode) throws -> [Vector] {
        let file = try #require(Bundle.module.url(forResource: "Vectors/event-patterns", withExtension: "jsonl"))
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return try lines.enumerated().map { index, text in
            try #require(Vector(JSONValue(parsing: String(text)), line: index + 1, mode))
        }
    }

    private func matches(_ matcher: Matcher, _ event: String) -> [Int]? {
        try? matcher.match(Array(event.utf8))
    }

    @Test("each pattern alone", arguments: [EventPattern.Mode.service, .library])
    func alone(_ mode: EventPattern.Mode) throws {
        for vector in try vectors(mode) {
            let pattern = try? EventPattern(vector.pattern, mode: mode)
            #expect((pattern == nil) == vector.isInvalid, "line \(vector.line): \(vector.pattern.prefix(200))")
            guard let pattern, let event = vector.event else { continue }
            let found = matches(Matcher([pattern], mode: mode), event)
            #expect(found.map { $0 == [0] } == vector.match, "line \(vector.line): \(vector.pattern.prefix(200))")
        }
    }

    @Test("all patterns in one matcher", arguments: [EventPattern.Mode.service, .library])
    func crowd(_ mode: EventPattern.Mode) throws {
        let all = try vectors(mode)
        var patterns: [EventPattern] = []
        var places: [Int?] = []
        for vector in all {
            let pattern = try? EventPattern(vector.pattern, mode: mode)
            places.append(pattern == nil ? nil : patterns.count)
            if let pattern { patterns.append(pattern) }
        }
        let matcher = Matcher(patterns, mode: mode)
        for (vector, place) in zip(all, places) {
            guard let place, let event = vector.event else { continue }
            let found = matches(matcher, event)
            #expect(
                found.map { $0.contains(place) } == vector.match, "line \(vector.line): \(vector.pattern.prefix(200))")
            guard let found else { continue }
            let read = try Event(event, mode: mode)
            #expect(found == patterns.indices.filter { patterns[$0].matches(read) }, "line \(vector.line)")
        }
    }
}

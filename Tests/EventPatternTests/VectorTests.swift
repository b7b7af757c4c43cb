import Foundation
import JSON
import Testing

@testable import EventPattern

/// Every verdict of EventBridge, or of its library, that is known to us.
@Suite struct VectorTests {
    private struct Vector {
        let line: Int
        let pattern: String
        let event: String?
        /// nil when the pattern or the event must be refused.
        let match: Bool?
        let isInvalid: Bool
        let complexity: Int?

        init?(_ value: JSONValue, line: Int) {
            guard let pattern = value["pattern"]?.string else { return nil }
            self.line = line
            self.pattern = pattern
            event = value["event"]?.string
            isInvalid = value["service_invalid"]?.bool ?? value["invalid"]?.bool ?? false
            let verdict = value["service_match"] ?? value["spec_match"] ?? value["match"]
            match = value["event_error"] == nil && !isInvalid ? verdict?.bool : nil
            complexity = value["complexity"]?.int
        }

        /// What is wrong with our answer; nil when it is right.
        var mistake: String? {
            let compiled: EventPattern
            do throws(PatternError) {
                compiled = try EventPattern(pattern)
            } catch {
                return isInvalid ? nil : "refused: \(error)"
            }
            if isInvalid { return "accepted, but must be refused" }
            guard let event else { return nil }
            do throws(EventError) {
                let event = try Event(event)
                guard let match else { return "read the event, but must refuse it" }
                if (compiled.explain(event) == nil) != match { return "explains what matches, or does not explain" }
                return compiled.matches(event) == match ? nil : "answered \(!match)"
            } catch {
                return match == nil ? nil : "refused the event: \(error)"
            }
        }
    }

    private func vectors() throws -> [Vector] {
        let file = try #require(Bundle.module.url(forResource: "Vectors/event-patterns", withExtension: "jsonl"))
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return try lines.enumerated().map { index, text in
            try #require(Vector(JSONValue(parsing: String(text)), line: index + 1))
        }
    }

    @Test("answers every vector as EventBridge does")
    func verdicts() throws {
        let vectors = try vectors()
        #expect(vectors.count > 700)
        for vector in vectors {
            if let mistake = vector.mistake {
                Issue.record("line \(vector.line): \(mistake): \(vector.pattern.prefix(200))")
            }
        }
    }

    @Test("counts the complexity of wildcards as event-ruler does")
    func complexity() throws {
        for vector in try vectors() {
            guard let complexity = vector.complexity, complexity <= WildcardComplexity.limit else { continue }
            let rules = try EventPattern(vector.pattern).subRules
            let worst = rules.flatMap(\.clauses).map { WildcardComplexity.worst($0.values.map(\.wildcards)) }
            #expect(worst.max() == complexity, "line \(vector.line): \(vector.pattern)")
        }
    }
}

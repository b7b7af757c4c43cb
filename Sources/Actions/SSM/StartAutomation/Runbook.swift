import ActionKit
import JSON

/// A runbook and its parameters as a playbook gives them, checked as far as that goes without an event.
struct Runbook {
    /// A parameter that the event does not give.
    struct Unresolved: Error, CustomStringConvertible {
        let description: String
    }

    let document: String
    let version: String
    private let parameters: [String: [Source]]

    private enum Source {
        case text(String)
        case path(JSONPath)
    }

    /// SSM takes no longer value.
    private static let longestValue = 512

    init(_ options: Options) throws(Options.Mistake) {
        document = options.text("document")
        version = options.text("document-version")
        guard (3...256).contains(document.utf8.count), document.utf8.allSatisfy(Self.isDocumentPart) else {
            throw Options.Mistake(
                option: "document",
                "\"document\" must be the name or ARN of a runbook: 3 to 256 letters, digits and any of _ - . : /")
        }
        guard ["$DEFAULT", "$LATEST"].contains(version) || (UInt(version).map { $0 > 0 } ?? false) else {
            throw Options.Mistake(
                option: "document-version", "\"document-version\" must be $DEFAULT, $LATEST or a number from 1.")
        }
        var parameters: [String: [Source]] = [:]
        for (name, value) in options.parameters("parameters").sorted(by: { $0.key < $1.key }) {
            guard (1...50).contains(name.utf8.count) else {
                throw Options.Mistake(option: "parameters", "Names of parameters have 1 to 50 characters.")
            }
            var sources: [Source] = []
            for text in value.strings ?? [value.string ?? ""] { sources.append(try Self.source(text, of: name)) }
            parameters[name] = sources
        }
        self.parameters = parameters
    }

    var givesAssumeRole: Bool { parameters["AutomationAssumeRole"] != nil }

    /// SSM's `Parameters`: every value a list of texts.
    func parameters(from event: JSONValue) throws(Unresolved) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for (name, sources) in parameters.sorted(by: { $0.key < $1.key }) {
            var texts: [JSONValue] = []
            for source in sources { texts.append(.string(try Self.text(source, of: name, in: event))) }
            values[name] = .array(texts)
        }
        return values
    }

    private static func source(_ text: String, of name: String) throws(Options.Mistake) -> Source {
        guard text.hasPrefix("$.") else {
            guard isFit(text) else {
                throw Options.Mistake(
                    option: "parameters",
                    "The parameter \(name) must have at most 512 characters, and none of them a control character.")
            }
            return .text(text)
        }
        do {
            return .path(try JSONPath(text))
        } catch {
            throw Options.Mistake(
                option: "parameters", "The parameter \(name) holds the malformed JSON path \(text): \(error)")
        }
    }

    private static func text(
        _ source: Source, of name: String, in event: JSONValue
    ) throws(Unresolved) -> String {
        switch source {
        case .text(let text): return text
        case .path(let path):
            let text: String
            switch path(event) {
            case .string(let string)?: text = string
            case .number(let spelled)?: text = spelled
            case nil:
                throw Unresolved(
                    description:
                        "The event has no value at \(path), which the parameter \(name) needs. Correct the path.")
            case .null?, .bool?, .array?, .object?:
                throw Unresolved(
                    description: """
                        The event has no text or number at \(path), which the parameter \(name) needs. \
                        Name a path that leads to one value.
                        """)
            }
            guard isFit(text) else {
                throw Unresolved(
                    description: """
                        The value at \(path) for the parameter \(name) is longer than 512 characters or holds control \
                        characters. No runbook is started with it.
                        """)
            }
            return text
        }
    }

    private static func isFit(_ text: String) -> Bool {
        text.unicodeScalars.count <= longestValue
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    private static func isDocumentPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_-.:/".utf8.contains(byte)
        }
    }
}

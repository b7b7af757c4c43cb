import ActionKit
import JSON

/// The schema of the options of one action.
struct ActionSchema {
    let manifest: Manifest

    init(_ manifest: Manifest) {
        self.manifest = manifest
    }

    var value: JSONValue {
        var options = Dictionary(
            manifest.options.map { ($0.name, Self.option($0)) }, uniquingKeysWith: { first, _ in first })
        if manifest.phase == .contain { options["approval"] = ["$ref": "#/definitions/approval"] }
        let required = manifest.options.filter { $0.standard == nil }.map(\.name)
        let mapping = PlaybookSchema.mapping(manifest.summary, options, required: required)
        // Without options nothing need stand after the id.
        return required.isEmpty
            ? ["anyOf": [mapping, ["type": "null"]], "description": .string(manifest.summary)] : mapping
    }

    private static func option(_ option: Manifest.Option) -> JSONValue {
        var schema: [String: JSONValue] =
            switch option.kind {
            case .flag: ["type": "boolean"]
            case .text: ["type": "string"]
            case .texts: ["type": "array", "items": ["type": "string"]]
            case .integers: ["type": "array", "items": ["type": "integer"]]
            case .choice(let words): ["enum": .array(words.map { .string($0) })]
            case .parameters:
                [
                    "type": "object",
                    "additionalProperties": [
                        "anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]]
                    ],
                ]
            }
        schema["description"] = .string(option.help)
        if let standard = option.standard { schema["default"] = standard }
        return .object(schema)
    }
}

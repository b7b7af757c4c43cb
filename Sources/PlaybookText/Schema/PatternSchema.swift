import JSON

/// The schema of event patterns, as far as a schema can follow EventBridge.
enum PatternSchema {
    /// The pattern of a rule: fields of an event at the top, with the words that are most used.
    static var when: JSONValue {
        let envelope = EventKind.envelope.joined(separator: "|")
        return [
            "type": "object", "minProperties": 1,
            "description": "An EventBridge event pattern, word for word; it must ask for exact sources.",
            "propertyNames": ["pattern": .string("^((\(envelope))(\\..*)?|\\$or)$")],
            "properties": [
                "source": words(EventKind.all.map(\.source)), "detail-type": words(EventKind.all.map(\.detailType)),
                "detail": [
                    "type": "object", "minProperties": 1, "properties": ["type": words(FindingTypes.all), "$or": or],
                    "additionalProperties": ["$ref": "#/definitions/field"],
                ],
                "$or": or,
            ],
            "additionalProperties": ["$ref": "#/definitions/field"],
        ]
    }

    static let pattern: JSONValue = [
        "type": "object", "minProperties": 1, "properties": ["$or": or],
        "additionalProperties": ["$ref": "#/definitions/field"],
    ]

    static let field: JSONValue = [
        "anyOf": [
            ["type": "array", "minItems": 1, "items": ["$ref": "#/definitions/matcher"]],
            ["$ref": "#/definitions/pattern"],
        ]
    ]

    private static let or: JSONValue = ["type": "array", "minItems": 2, "items": ["$ref": "#/definitions/pattern"]]

    private static let text: JSONValue = ["type": "string"]
    private static let ignoringCase: JSONValue = [
        "anyOf": [
            text,
            [
                "type": "object", "additionalProperties": false, "required": ["equals-ignore-case"],
                "properties": ["equals-ignore-case": text],
            ],
        ]
    ]

    /// A value, or one matcher.
    static let matcher: JSONValue = [
        "anyOf": [
            ["type": ["string", "number", "boolean", "null"]],
            [
                "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
                "properties": [
                    "prefix": ignoringCase, "suffix": ignoringCase, "equals-ignore-case": text, "exactly": text,
                    "wildcard": text, "cidr": text, "exists": ["type": "boolean"],
                    "numeric": [
                        "type": "array", "minItems": 2, "maxItems": 4, "items": ["type": ["string", "number"]],
                    ],
                    "anything-but": ["type": ["string", "number", "array", "object"]],
                ],
            ],
        ]
    ]

    /// A field for which editors offer words, and take others.
    private static func words(_ words: [String]) -> JSONValue {
        [
            "type": "array", "minItems": 1,
            "items": ["anyOf": [["enum": .array(words.map { .string($0) })], ["$ref": "#/definitions/matcher"]]],
        ]
    }
}

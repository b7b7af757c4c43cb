package import ActionKit
package import JSON
import Playbook

/// The JSON Schema of a playbook, draft 7, for editors and other programs.
///
/// It follows from the keys that the reader takes and from the manifests of the actions. What a schema cannot say (whether
/// a pattern is one, whether a rule can match) is left to `quell check`.
package struct PlaybookSchema {
    /// Path of the committed schema from the root of the package.
    package static let path = "Schema/playbook.schema.json"

    private let manifests: [Manifest]

    package init(_ manifests: [Manifest]) {
        self.manifests = manifests.sorted { $0.id < $1.id }
    }

    package var value: JSONValue {
        [
            "$schema": "http://json-schema.org/draft-07/schema#", "title": "Playbook of Quell",
            "description": "What to do about which finding.", "type": "object",
            "required": .array(PlaybookKeys.neededOfPlaybook.map { .string($0) }), "additionalProperties": false,
            "properties": [
                "quell": ["const": 1, "description": "Version of the format."],
                "exceptions": exceptions, "notify": notify, "guardrails": guardrails,
                "rules": [
                    "description": "Every rule that matches an event responds, in this order.", "type": "array",
                    "minItems": 1, "items": ["$ref": "#/definitions/rule"],
                ],
            ],
            "definitions": [
                "rule": rule, "approval": approval, "topic": topic, "limit": limit, "account": account,
                "when": PatternSchema.when, "pattern": PatternSchema.pattern, "field": PatternSchema.field,
                "matcher": PatternSchema.matcher, "response": response,
            ],
        ]
    }

    /// A mapping that takes no other keys.
    static func mapping(
        _ description: String, _ properties: [String: JSONValue], required: [String] = []
    ) -> JSONValue {
        var schema: [String: JSONValue] = [
            "description": .string(description), "type": "object", "additionalProperties": false,
            "properties": .object(properties),
        ]
        if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
        return .object(schema)
    }

    private static func text(_ description: String, pattern: String? = nil, standard: String? = nil) -> JSONValue {
        var schema: [String: JSONValue] = ["type": "string", "description": .string(description)]
        if let pattern { schema["pattern"] = .string(pattern) }
        if let standard { schema["default"] = .string(standard) }
        return .object(schema)
    }

    private static func number(_ description: String, upTo highest: Int, standard: Int) -> JSONValue {
        [
            "type": "integer", "description": .string(description), "minimum": 1,
            "maximum": .number(String(highest)), "default": .number(String(standard)),
        ]
    }

    private var topic: JSONValue {
        Self.text(
            "ARN of a standard SNS topic.",
            pattern: "^arn:aws[a-z-]*:sns:[A-Za-z0-9_-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$")
    }

    private var account: JSONValue { Self.text("An account id, in quotes.", pattern: "^[0-9]{12}$") }

    private var exceptions: JSONValue {
        Self.mapping(
            "What marks approved exceptions.",
            [
                "tag": Self.text(
                    "Tag key that marks them, exactly so spelled.", standard: Playbook.standardExceptionTag),
                "mode": [
                    "enum": ["presence", "strict"], "default": "presence",
                    "description": "Whether the tag alone exempts, or needs a record of approval.",
                ],
                "value": Self.text("Pattern with * and ? that the value of the tag must match; with strict."),
                "max-age": Self.text(
                    "How long a record holds after its approval, such as 90d; with strict.",
                    pattern: "^[1-9][0-9]*[dh]$"),
                "records": Self.text(
                    "journal, or the path of a .json file; with strict.", pattern: "^(journal|.+\\.json)$"),
                "keys": [
                    "type": "array", "minItems": 1, "description": "Public keys that may sign the file.",
                    "items": ["type": "string", "pattern": "^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$"],
                ],
            ])
    }

    private var notify: JSONValue {
        Self.mapping("Who is told.", ["topic": ["$ref": "#/definitions/topic"]])
    }

    private var guardrails: JSONValue {
        let limits = manifests.map { manifest in
            (
                manifest.id,
                [
                    "anyOf": [
                        ["$ref": "#/definitions/limit"],
                        ["type": "array", "minItems": 1, "items": ["$ref": "#/definitions/limit"]],
                    ]
                ] as JSONValue
            )
        }
        return Self.mapping(
            "What is never done, or not more often.",
            [
                "protect": [
                    "type": "array", "minItems": 1,
                    "description": "Patterns of ARNs that are never changed, with * and ?.",
                    "items": ["type": "string", "pattern": "^arn:[^:\\s]+:[^:\\s]+:[^:\\s]*:[^:\\s]*:\\S+$"],
                ],
                "limits": Self.mapping(
                    "How often an action may be planned, by its id.", Dictionary(uniqueKeysWithValues: limits)),
                "units": [
                    "type": "object", "description": "Account ids by the name of the unit they are counted in.",
                    "additionalProperties": [
                        "type": "array", "minItems": 1, "items": ["$ref": "#/definitions/account"],
                    ],
                ],
                "correlated": Self.number(
                    "Resources that one finding type may concern within ten minutes.", upTo: 1_000_000,
                    standard: Guardrails.standardCorrelated),
                "repeats": Self.number(
                    "How often an action may change the same resource within a day.", upTo: 1_000_000,
                    standard: Guardrails.standardRepeats),
                "backlog": Self.mapping(
                    "What a service does about events from before its first start.",
                    [
                        "older-than-minutes": Self.number(
                            "How much older than the service an event must be.", upTo: 10_080,
                            standard: Guardrails.Backlog().minutes),
                        "apply": ["type": "boolean", "default": false, "description": "Answer them like all others."],
                    ]),
            ])
    }

    private var limit: JSONValue {
        let periods = Limit.Period.allCases.map(\.rawValue).joined(separator: "|")
        let scopes = Limit.Scope.allCases.map(\.rawValue).joined(separator: "|")
        return Self.text(
            "COUNT/PERIOD/SCOPE, such as 5/hour/account.", pattern: "^0*[1-9][0-9]{0,6}/(\(periods))/(\(scopes))$")
    }

    private var rule: JSONValue {
        Self.mapping(
            "One pattern and the responses to what it matches.",
            [
                "name": [
                    "type": "string", "maxLength": 64, "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
                    "description": "Lower case with single dashes, each name once.",
                ],
                "about": [
                    "enum": .array(RuleSubject.allCases.map { .string($0.rawValue) }),
                    "default": .string(RuleSubject.resource.rawValue),
                    "description": "What of a finding is changed: what it is about, or whose credentials were used.",
                ],
                "when": ["$ref": "#/definitions/when"], "approval": ["$ref": "#/definitions/approval"],
                "respond": [
                    "type": "array", "minItems": 1, "description": "Actions; their phase decides when they run.",
                    "items": ["$ref": "#/definitions/response"],
                ],
            ], required: PlaybookKeys.neededOfRule)
    }

    private var approval: JSONValue {
        [
            "description": "Whether people must approve what would be done.",
            "anyOf": [
                ["const": "required"],
                Self.mapping(
                    "The terms.",
                    [
                        "unless": ["$ref": "#/definitions/pattern"],
                        "expires": Self.text(
                            "How long it may be approved and applied, from 5m to 14d.", pattern: "^[0-9]{1,5}[mhd]$",
                            standard: "24h"),
                        "people": ["enum": [1, 2], "default": 1, "description": "How many must approve."],
                        "escalate": ["$ref": "#/definitions/topic"],
                    ]),
            ],
        ]
    }

    private var response: JSONValue {
        let silent = manifests.filter { $0.options.allSatisfy { $0.standard != nil } }
        return [
            "anyOf": [
                ["enum": .array(silent.map { .string($0.id) }), "description": "An action with its standards."],
                [
                    "type": "object", "description": "An action with its options.", "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": false,
                    "properties": .object(
                        Dictionary(uniqueKeysWithValues: manifests.map { ($0.id, ActionSchema($0).value) })),
                ],
            ]
        ]
    }
}

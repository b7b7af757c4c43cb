package import AWSClient
package import JSON

/// One AWS call as a value: what to call, where, and with what; nothing happens until the engine performs it.
package struct Call: Hashable, Sendable, Codable {
    /// Operation id, such as `ec2:ModifyNetworkInterfaceAttribute`.
    package let operation: String
    /// Account in which the response role is assumed; nil for the engine's own account and credentials.
    package let account: String?
    package let region: String
    /// Input under AWS's member names.
    ///
    /// `{"$output": "name"}` stands for an output of an earlier step.
    package let input: JSONValue
    /// ARNs the call touches: what a session policy lets it touch.
    ///
    /// `["*"]` where AWS has no resource-level permission.
    package let resources: [String]

    package init(
        _ operation: Operation, account: String?, region: String, input: JSONValue, resources: [String] = ["*"]
    ) {
        self.operation = operation.id
        self.account = account
        self.region = region
        self.input = input
        self.resources = resources
    }

    private init(_ call: Call, input: JSONValue) {
        operation = call.operation
        account = call.account
        region = call.region
        self.input = input
        resources = call.resources
    }

    /// A placeholder in an input for what an earlier step yields.
    package static func output(_ name: String) -> JSONValue { ["$output": .string(name)] }

    /// The call with its placeholders filled in; nil when an output is not known yet.
    package func filled(with outputs: [String: JSONValue]) -> Call? {
        input.filled(with: outputs).map { Call(self, input: $0) }
    }
}

extension JSONValue {
    /// The value with every `{"$output": "name"}` replaced; nil when a name is not known.
    package func filled(with outputs: [String: JSONValue]) -> JSONValue? {
        switch self {
        case .array(let elements):
            let filled = elements.compactMap { $0.filled(with: outputs) }
            return filled.count == elements.count ? .array(filled) : nil
        case .object(let members):
            if members.count == 1, let name = members["$output"]?.string { return outputs[name] }
            let filled = members.compactMapValues { $0.filled(with: outputs) }
            return filled.count == members.count ? .object(filled) : nil
        case .null, .bool, .number, .string: return self
        }
    }
}

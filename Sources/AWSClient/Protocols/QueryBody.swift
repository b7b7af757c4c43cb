/// The form that the query protocol and EC2's variant of it send.
struct QueryBody {
    private let isEC2: Bool
    private var items: [(name: String, value: String)]

    init(operation: Operation, fields: [InputValue.Field]) {
        isEC2 = operation.service.wireProtocol == .ec2
        items = [("Action", operation.name), ("Version", operation.service.apiVersion)]
        append(fields, prefix: "")
    }

    var bytes: [UInt8] {
        let pairs = items.map { "\(PercentEncoding.encodeForm($0.name))=\(PercentEncoding.encodeForm($0.value))" }
        return Array(pairs.joined(separator: "&").utf8)
    }

    private mutating func append(_ fields: [InputValue.Field], prefix: String) {
        for field in fields { append(field.value, name: prefix + field.member.wireName) }
    }

    private mutating func append(_ value: InputValue, name: String) {
        switch value {
        case .structure(let fields): append(fields, prefix: "\(name).")
        case .list(let elements, let element, let flattened):
            // An empty list is written as such, but by EC2, which has no way to write one.
            if elements.isEmpty, !isEC2 { items.append((name, "")) }
            for (index, item) in elements.enumerated() {
                append(item, name: flattened ? "\(name).\(index + 1)" : "\(name).\(element).\(index + 1)")
            }
        case .map(let entries, let keyName, let valueName, let flattened):
            for (index, entry) in entries.enumerated() {
                let prefix = flattened ? "\(name).\(index + 1)" : "\(name).entry.\(index + 1)"
                items.append(("\(prefix).\(keyName)", entry.key))
                append(entry.value, name: "\(prefix).\(valueName)")
            }
        case .string, .boolean, .number, .timestamp, .blob:
            if let text = value.text() { items.append((name, text)) }
        }
    }
}

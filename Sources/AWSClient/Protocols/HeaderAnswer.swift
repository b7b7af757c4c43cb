import JSON

/// Output members that a REST answer carries in its headers.
struct HeaderAnswer {
    private let text: AnswerText

    init(operation: Operation, _ response: HTTPResponse) {
        text = AnswerText(operation: operation, response: response)
    }

    func values(_ members: [Shape.Member]) throws(AWSError) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for member in members where member.location == .header {
            guard let header = text.response.header(member.wireName) else { continue }
            values[member.name] = try text.value(header, member.shape, path: member.name)
        }
        return values
    }
}

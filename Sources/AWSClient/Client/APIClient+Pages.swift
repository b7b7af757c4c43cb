package import JSON

extension APIClient {
    /// A listing longer than this many pages is refused rather than cut short.
    private static let pageLimit = 1_000

    /// Makes a listing call and follows its pages: the answer of the last page with the lists of all.
    package func all(
        _ operation: Operation, _ input: JSONValue = [:], region: String
    ) async throws(AWSError) -> JSONValue {
        guard let pagination = operation.pagination, case .object(var input) = input else {
            return try await call(operation, input, region: region)
        }
        var joined: [String: [JSONValue]] = [:]
        var lastToken: String?
        for _ in 0..<Self.pageLimit {
            let answer = try await call(operation, .object(input), region: region)
            guard case .object(var members) = answer else { return answer }
            for name in pagination.results { joined[name, default: []] += members[name]?.array ?? [] }
            let token = members[pagination.outputToken]?.string
            guard let token, !token.isEmpty, members["IsTruncated"]?.bool ?? true else {
                // An answer that says it is cut, without a way to the rest, would hide resources from the caller.
                guard token?.isEmpty == false || members["IsTruncated"]?.bool != true else {
                    throw endless(operation, "it is cut short, and gives no page token")
                }
                for (name, elements) in joined where members[name] != nil || !elements.isEmpty {
                    members[name] = .array(elements)
                }
                members[pagination.outputToken] = nil
                return .object(members)
            }
            guard token != lastToken else {
                throw endless(operation, "it gave the same page token twice")
            }
            lastToken = token
            input[pagination.inputToken] = .string(token)
        }
        throw endless(operation, "it has more than \(Self.pageLimit) pages")
    }

    private func endless(_ operation: Operation, _ what: String) -> AWSError {
        AWSError(
            kind: .unreadableAnswer, operation: operation.id, message: "The listing does not end: \(what).")
    }
}

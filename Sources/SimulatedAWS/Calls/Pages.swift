import AWSClient
import JSON

/// Cuts listings into pages; a token is the number of elements that came before.
struct Pages {
    private let operation: Operation
    private let size: Int

    init(_ operation: Operation, _ size: Int) {
        self.operation = operation
        self.size = size
    }

    func cut(_ output: JSONValue, _ input: JSONValue) -> JSONValue {
        guard let pagination = operation.pagination, var members = output.object, let list = pagination.results.first,
            let elements = members[list]?.array
        else { return output }
        let start = input[pagination.inputToken]?.string.flatMap(Int.init) ?? 0
        let page = elements.dropFirst(start).prefix(size)
        members[list] = .array(Array(page))
        let isCut = start + page.count < elements.count
        if isCut { members[pagination.outputToken] = .string(String(start + page.count)) }
        if members["IsTruncated"] != nil { members["IsTruncated"] = .bool(isCut) }
        return .object(members)
    }
}

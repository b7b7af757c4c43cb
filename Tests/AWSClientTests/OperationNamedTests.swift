import Testing

@testable import AWSClient

@Suite struct OperationNamedTests {
    @Test("every operation is found under its own id, and no other name is")
    func found() {
        #expect(Operation.all.count == Set(Operation.all.map(\.id)).count)
        for operation in Operation.all { #expect(Operation.named(operation.id) == operation) }
        for name in ["", "ec2:TerminateInstances", "EC2:DescribeInstances", "DescribeInstances"] {
            #expect(Operation.named(name) == nil)
        }
    }

    @Test("an operation that only reads is not one that AWS calls a change")
    func readOnly() {
        let verbs = ["Describe", "Get", "List", "Head", "Lookup", "Query", "AssumeRole"]
        for operation in Operation.all {
            #expect(operation.isReadOnly == verbs.contains { operation.name.hasPrefix($0) }, "\(operation.id)")
        }
    }

    @Test("pages go by members that input and output have")
    func pagination() throws {
        var paged = 0
        for operation in Operation.all {
            guard let pagination = operation.pagination else { continue }
            paged += 1
            let input = try members(operation.input)
            let output = try members(operation.output)
            #expect(input.first { $0.name == pagination.inputToken }?.shape == .string, "\(operation.id)")
            #expect(output.first { $0.name == pagination.outputToken }?.shape == .string, "\(operation.id)")
            #expect(!pagination.results.isEmpty)
            for result in pagination.results {
                guard case .list = output.first(where: { $0.name == result })?.shape else {
                    Issue.record("\(operation.id): \(result) is no list")
                    continue
                }
            }
        }
        #expect(paged > 20)
    }

    @Test("a listing that takes a token is paged", arguments: Operation.all.map(\.id))
    func tokensArePaged(_ id: String) throws {
        let operation = try #require(Operation.named(id))
        let takesToken = try members(operation.input).contains {
            ["NextToken", "nextToken", "PaginationToken", "Marker"].contains($0.name)
        }
        #expect(takesToken == (operation.pagination != nil))
    }

    @Test("permissions are IAM actions", arguments: Operation.all.map(\.id))
    func permissions(_ id: String) throws {
        let operation = try #require(Operation.named(id))
        #expect(!operation.iamActions.isEmpty)
        for action in operation.iamActions {
            #expect(action.wholeMatch(of: /[a-z0-9]+:[A-Z][A-Za-z0-9]+/) != nil)
        }
    }

    private func members(_ shape: Shape) throws -> [Shape.Member] {
        guard case .structure(let members) = shape else {
            Issue.record("an input or output that is no structure")
            return []
        }
        return members
    }
}

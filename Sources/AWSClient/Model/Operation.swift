/// One AWS API operation as data: where it is sent, how its input and output look on the wire, and what permits it.
///
/// Every operation that Quell uses is a generated constant in `Services/<Service>/<Operation>.swift`.
/// A class, as every call carries one: there is one object of each.
package final class Operation: Sendable {
    /// Name of the operation across services, such as `ec2:DescribeInstances`; what plans and journals hold.
    package let id: String
    package let service: Service
    /// The operation's name in the AWS API, such as `DescribeInstances`.
    package let name: String
    /// IAM actions the caller needs, such as `ec2:DescribeInstances`.
    ///
    /// More than one where AWS asks for more than one.
    package let iamActions: [String]
    /// HTTP method; `POST` for every protocol but the two REST ones.
    package let method: String
    /// Request URI as the model writes it, such as `/detector/{DetectorId}/findings/get`; `/` outside the REST protocols.
    package let uri: String
    package let input: Shape
    package let output: Shape
    /// Element that wraps the output in the query protocol, such as `AssumeRoleResult`.
    package let resultWrapper: String?
    package let pagination: Pagination?
    /// Whether the operation only reads: sending it twice changes nothing.
    package let isReadOnly: Bool

    package init(
        service: Service, name: String, iamActions: [String], method: String = "POST", uri: String = "/",
        input: Shape = .structure([]), output: Shape = .structure([]), resultWrapper: String? = nil,
        pagination: Pagination? = nil, isReadOnly: Bool
    ) {
        id = "\(service.id):\(name)"
        self.service = service
        self.name = name
        self.iamActions = iamActions
        self.method = method
        self.uri = uri
        self.input = input
        self.output = output
        self.resultWrapper = resultWrapper
        self.pagination = pagination
        self.isReadOnly = isReadOnly
    }

    /// How the pages of a listing follow one another: members of input and output that carry the token, and the lists.
    package struct Pagination: Hashable, Sendable {
        package let inputToken: String
        package let outputToken: String
        /// Output members whose lists are joined over all pages.
        package let results: [String]

        package init(inputToken: String, outputToken: String, results: [String]) {
            self.inputToken = inputToken
            self.outputToken = outputToken
            self.results = results
        }
    }
}

extension Operation: Hashable {
    package static func == (left: Operation, right: Operation) -> Bool { left === right || left.id == right.id }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

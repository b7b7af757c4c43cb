package import JSON

extension Operation {
    /// The output of this operation: an object of the modelled members that the answer holds.
    ///
    /// An empty list in an answer stays an empty list, and what the answer does not hold is absent. An answer of AWS that
    /// says no is thrown with the service's own code; one that is not what the model says, with `unreadableAnswer`.
    package func answer(_ response: HTTPResponse) throws(AWSError) -> JSONValue {
        guard (200..<300).contains(response.status) else { throw ErrorAnswer(operation: self, response).error }
        guard case .structure(let members) = output else {
            throw AnswerText(operation: self, response: response).unreadable("its own shape is no structure.")
        }
        switch service.wireProtocol {
        case .query, .ec2: return try XMLAnswer(operation: self, response).query(members)
        case .json: return try JSONAnswer(operation: self, response).value(members)
        case .restJSON:
            let headers = try HeaderAnswer(operation: self, response).values(members)
            return .object(headers.merging(try JSONAnswer(operation: self, response).rest(members)) { $1 })
        case .restXML:
            let headers = try HeaderAnswer(operation: self, response).values(members)
            return .object(headers.merging(try XMLAnswer(operation: self, response).rest(members)) { $1 })
        }
    }
}

package import AWSClient
package import JSON

/// What a service answers, in its protocol.
package enum WireAnswer {
    /// A success with an output under AWS's member names; what the operation's model does not name is a mistake of ours.
    package static func success(_ operation: Operation, _ output: JSONValue, requestID: String) -> HTTPResponse {
        guard case .structure(let members) = operation.output else {
            preconditionFailure("\(operation.id) has an output that is no structure")
        }
        switch operation.service.wireProtocol {
        case .query, .ec2:
            let text = XMLOutput.document(operation, members, output, requestID: requestID)
            return HTTPResponse(status: 200, headers: headers("text/xml", requestID), body: Array(text.utf8))
        case .restXML:
            let text = XMLOutput.structure("\(operation.name)Output", members, output)
            return HTTPResponse(status: 200, headers: headers("application/xml", requestID), body: Array(text.utf8))
        case .json, .restJSON:
            let text = JSONOutput.structure(members, output).description
            return HTTPResponse(status: 200, headers: headers("application/json", requestID), body: Array(text.utf8))
        }
    }

    package static func failure(_ service: Service, _ refusal: Refusal, requestID: String) -> HTTPResponse {
        let (code, message) = (refusal.code, XMLOutput.escaped(refusal.message))
        let text: String
        switch service.wireProtocol {
        case .ec2:
            text =
                "<Response><Errors><Error><Code>\(code)</Code><Message>\(message)</Message></Error></Errors>"
                + "<RequestID>\(requestID)</RequestID></Response>"
        case .query:
            text =
                "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>"
                + "<RequestId>\(requestID)</RequestId></ErrorResponse>"
        case .restXML:
            text =
                "<Error><Code>\(code)</Code><Message>\(message)</Message><RequestId>\(requestID)</RequestId></Error>"
        case .json, .restJSON:
            text = JSONValue.object(["__type": .string(code), "message": .string(refusal.message)]).description
        }
        let isJSON = text.hasPrefix("{")
        return HTTPResponse(
            status: refusal.status, headers: headers(isJSON ? "application/json" : "text/xml", requestID),
            body: Array(text.utf8))
    }

    private static func headers(_ type: String, _ requestID: String) -> [HTTPHeader] {
        [HTTPHeader("Content-Type", type), HTTPHeader("x-amzn-RequestId", requestID)]
    }
}

import JSON

/// The query protocol (IAM, STS, SNS, RDS, Auto Scaling, load balancers) and EC2's dialect of it.
extension RequestWriter {
    func query(_ input: JSONValue, _ members: [Shape.Member]) throws(AWSError) -> HTTPRequest {
        var items = [QueryItem("Action", operation.name), QueryItem("Version", operation.service.apiVersion)]
        flatten(input, members, prefix: "", into: &items)
        var request = base(path: "/")
        request.headers = [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]
        request.body = Array(Self.form(items).utf8)
        return request
    }

    /// `application/x-www-form-urlencoded`: as in a URL, but for the space.
    private static func form(_ items: [QueryItem]) -> String {
        items.map { item in
            [item.name, item.value].map { part in
                part.split(separator: " ", omittingEmptySubsequences: false)
                    .map { PercentEncoding.encode(String($0)) }.joined(separator: "+")
            }.joined(separator: "=")
        }.joined(separator: "&")
    }

    private func flatten(
        _ value: JSONValue, _ members: [Shape.Member], prefix: String, into items: inout [QueryItem]
    ) {
        for member in members {
            guard let value = value[member.name] else { continue }
            flatten(value, member.shape, at: prefix + member.wireName, into: &items)
        }
    }

    private func flatten(_ value: JSONValue, _ shape: Shape, at name: String, into items: inout [QueryItem]) {
        switch shape {
        case .structure(let members): flatten(value, members, prefix: name + ".", into: &items)
        case .list(let element, let elementName, let isFlattened):
            let elements = value.array ?? []
            // EC2 lists are always flat; elsewhere an empty list is sent as an empty parameter.
            let isFlat = isFlattened || operation.service.wireProtocol == .ec2
            if elements.isEmpty, operation.service.wireProtocol == .query { items.append(QueryItem(name, "")) }
            for (index, value) in elements.enumerated() {
                let place = isFlat ? "\(name).\(index + 1)" : "\(name).\(elementName).\(index + 1)"
                flatten(value, element, at: place, into: &items)
            }
        case .map(let element, let keyName, let valueName, let isFlattened):
            for (index, pair) in (value.object ?? [:]).sorted(by: { $0.key < $1.key }).enumerated() {
                let place = isFlattened ? "\(name).\(index + 1)" : "\(name).entry.\(index + 1)"
                items.append(QueryItem("\(place).\(keyName)", pair.key))
                flatten(pair.value, element, at: "\(place).\(valueName)", into: &items)
            }
        case .string, .timestamp, .blob: items.append(QueryItem(name, value.string ?? ""))
        case .boolean: items.append(QueryItem(name, value.bool ?? false ? "true" : "false"))
        case .integer, .double: items.append(QueryItem(name, value.description))
        }
    }
}

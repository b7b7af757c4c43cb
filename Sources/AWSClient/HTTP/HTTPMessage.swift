/// An HTTP request before it is signed and sent.
package struct HTTPRequest: Hashable, Sendable {
    package var method: String
    /// `http` or `https`.
    package var scheme: String
    package var host: String
    /// nil for the scheme's default port.
    package var port: Int?
    /// Percent-encoded path that begins with a slash.
    package var path: String
    /// Query items, names and values not yet encoded, in the order they are sent.
    package var query: [QueryItem]
    /// Header names in the case they are sent.
    package var headers: [HTTPHeader]
    package var body: [UInt8]

    package init(
        method: String, scheme: String = "https", host: String, port: Int? = nil, path: String = "/",
        query: [QueryItem] = [], headers: [HTTPHeader] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}

package struct QueryItem: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

package struct HTTPHeader: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// An HTTP answer with its whole body.
package struct HTTPResponse: Hashable, Sendable {
    package var status: Int
    package var headers: [HTTPHeader]
    package var body: [UInt8]

    package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header, whatever the case of its name.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

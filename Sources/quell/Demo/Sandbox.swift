import AWSClient
import JSON

/// The loopback AWS organization of `make sandbox`: where it is, and what it can be asked for beside AWS.
struct Sandbox {
    struct Incident {
        let name: String
        let title: String
        let event: JSONValue
        let expected: String
    }

    let environment: [String: String]
    let topic: String
    let serviceAccounts: [String]
    private let endpoint: Endpoint
    private let transport: any HTTPTransport

    /// Reads the file that the sandbox writes while it runs.
    init(stateFile: String, transport: any HTTPTransport) throws {
        let state: JSONValue
        do {
            state = try JSONValue(parsing: InputFiles.bytes(stateFile))
        } catch {
            throw BadInput(
                "No sandbox is described by \(stateFile). Run \"make demo\", or \"make sandbox\" in another terminal.")
        }
        let variables = state["environment"]?.object?.compactMapValues(\.string)
        guard let variables, let topic = state["topic"]?.string, let url = state["endpoint"]?.string,
            let endpoint = Endpoint(url)
        else { throw BadInput("\(stateFile) does not describe a sandbox.") }
        environment = variables
        self.topic = topic
        serviceAccounts = state["organization"]?["serviceAccounts"]?.strings ?? []
        self.endpoint = endpoint
        self.transport = transport
    }

    /// Makes incidents: their resources, and the findings about them.
    ///
    /// All when no names are given.
    func makeIncidents(_ names: [String] = []) async throws -> [Incident] {
        let body: JSONValue = names.isEmpty ? [:] : ["names": .array(names.map(JSONValue.string))]
        return try await ask("POST", "incidents", body).array?.compactMap { incident in
            guard let name = incident["name"]?.string, let title = incident["title"]?.string,
                let event = incident["event"], let expected = incident["expected"]?.string
            else { return nil }
            return Incident(name: name, title: title, event: event, expected: expected)
        } ?? []
    }

    /// The names of all incidents there are.
    func incidentNames() async throws -> [String] {
        try await ask("GET", "incidents", nil).array?.compactMap { $0["name"]?.string } ?? []
    }

    private func ask(_ method: String, _ name: String, _ body: JSONValue?) async throws -> JSONValue {
        let request = HTTPRequest(
            method: method, scheme: endpoint.scheme, host: endpoint.host, port: endpoint.port,
            path: "/_sandbox/\(name)", headers: [HTTPHeader("Content-Type", "application/json")],
            body: body.map { Array($0.description.utf8) } ?? [])
        let response = try await transport.send(request, timeout: .seconds(60))
        let answer = try JSONValue(parsing: response.body)
        guard response.status == 200 else {
            throw BadInput("The sandbox refused \(method) \(name): \(answer["message"]?.string ?? "").")
        }
        return answer
    }
}

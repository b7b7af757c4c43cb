package import SimulatedAWS

extension Incident {
    /// Incidents whose responses take few calls.
    package static let short = [
        "blocked user", "blocked role", "confined security group", "bucket closed by a runbook",
    ]

    package static func named(_ name: String) throws -> Incident {
        guard let found = all.first(where: { $0.name == name }) else { throw Unknown(name: name) }
        return found
    }

    package struct Unknown: Error {
        let name: String
    }
}

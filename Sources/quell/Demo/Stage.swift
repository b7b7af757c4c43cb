import AWSClient
import Engine
import JSON

/// Plays incidents one by one, shows what Quell answers, and takes the first isolation back.
struct Stage {
    let wiring: Wiring
    let sandbox: Sandbox

    private struct Scene {
        let incident: Sandbox.Incident
        let response: Response
        /// The resource before Quell saw the event; nil where it is not looked at.
        let before: JSONValue?
    }

    /// Whether every incident ended as it must, and the undo gave the resource back.
    func play(_ names: [String]) async throws -> Bool {
        let wanted = names.isEmpty ? try await sandbox.incidentNames() : names
        Terminal.line(
            "An organization of \(sandbox.serviceAccounts.count) service accounts; \(wanted.count) incidents.\n")
        let table = Table(ResponseText.titles, widths: ResponseText.widths)
        Terminal.line(table.header)
        var scenes: [Scene] = []
        for name in wanted {
            for incident in try await sandbox.makeIncidents([name]) {
                let before = try await look(at: incident)
                let start = ContinuousClock.now
                for response in try await wiring.responder.respond(to: Array(incident.event.description.utf8)) {
                    let seconds = (ContinuousClock.now - start) / .seconds(1)
                    Terminal.line(table.row(ResponseText.cells(response, seconds: seconds)))
                    scenes.append(Scene(incident: incident, response: response, before: before))
                }
            }
        }
        show(scenes)
        let isUndone = try await takeBack(scenes)
        let unexpected = scenes.filter { $0.response.conclusion.outcome.rawValue != $0.incident.expected }
        for scene in unexpected {
            Terminal.line(
                "\(scene.incident.name): \(scene.incident.expected) was expected, but it is "
                    + "\(scene.response.conclusion.outcome.rawValue): \(scene.response.conclusion.why)")
        }
        let verification = try await wiring.responder.journal.verify()
        Terminal.line(
            "\nThe journal has \(verification.entries) entries and its chain is whole: \(verification.firstBroken == nil)."
        )
        return unexpected.isEmpty && isUndone && verification.firstBroken == nil
    }

    /// What was changed, before and after, and why the others were left alone.
    private func show(_ scenes: [Scene]) {
        Terminal.line("\n\(Terminal.styled("What changed", .bold))")
        for scene in scenes {
            let changes = ResponseText.changes(scene.response)
            guard !changes.isEmpty else { continue }
            Terminal.line(
                "  \(scene.incident.title) (\(scene.response.resource ?? ""), execution \(scene.response.execution))")
            for change in changes { Terminal.line(change) }
        }
        Terminal.line("\n\(Terminal.styled("What was left alone", .bold))")
        for scene in scenes where !scene.response.steps.contains(where: { $0.state == "done" && $0.action != "notify" })
        {
            Terminal.line(
                "  \(scene.incident.title): \(scene.response.conclusion.outcome.rawValue). "
                    + Terminal.untrusted(scene.response.conclusion.why))
        }
    }

    // MARK: The way back

    private func takeBack(_ scenes: [Scene]) async throws -> Bool {
        let isolated = scenes.first { $0.before != nil && $0.response.conclusion.outcome == .contained }
        guard let isolated, let before = isolated.before else { return true }
        Terminal.line("\n\(Terminal.styled("Taking execution \(isolated.response.execution) back", .bold))")
        let ending = try await wiring.undoer.undo(isolated.response.execution, by: Person.name, isForced: false)
        guard case .undone(let sentences) = ending else {
            Terminal.line("  It could not be taken back: \(ending)")
            return false
        }
        for sentence in sentences { Terminal.line("  \(Terminal.untrusted(sentence))") }
        let after = try await look(at: isolated.incident)
        let isSame = after == before
        Terminal.line(
            isSame
                ? "  \(isolated.response.resource ?? "") is exactly as before: SHA-256 \(Canonical.sha256(before.description))"
                : "  It is not as before.\n    before \(before)\n    now    \(after ?? .null)")
        return isSame
    }

    /// All that AWS tells of the instance of an incident, its protection and its tags included; nil for other resources.
    private func look(at incident: Sandbox.Incident) async throws -> JSONValue? {
        guard let detail = incident.event["detail"],
            let id = detail["resource"]?["instanceDetails"]?["instanceId"]?.string,
            let account = detail["accountId"]?.string, let region = detail["region"]?.string
        else { return nil }
        let client = await wiring.client(inAccount: account)
        do throws(AWSError) {
            let instance = try await client.all(
                EC2.describeInstances, ["InstanceIds": [.string(id)]], region: region)
            let protection = try await client.call(
                EC2.describeInstanceAttribute, ["InstanceId": .string(id), "Attribute": "disableApiTermination"],
                region: region)
            let tags = try await client.all(
                EC2.describeTags, ["Filters": [["Name": "key", "Values": ["quell:quarantine"]]]], region: region)
            let own = (tags["Tags"]?.array ?? []).filter { $0["ResourceId"]?.string == id }
            return ["instance": instance, "protection": protection, "quarantine": .array(own)]
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
    }
}

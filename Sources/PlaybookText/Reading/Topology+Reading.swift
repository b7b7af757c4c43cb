package import Playbook

extension Topology {
    /// Reads the YAML text of a topology.
    ///
    /// `file` is the name people know the text by; it stands in every message.
    ///
    /// - Throws: `PlaybookErrors` with everything that is wrong.
    package static func read(_ text: String, file: String) throws(PlaybookErrors) -> Topology {
        var text = text
        text.makeContiguousUTF8()
        let source = SourceText(text, file: file)
        var reader = PlaybookReader(source, [], [])
        var topology: Topology?
        do {
            if let root = try YAMLDocument.read(source), !root.isNull {
                topology = reader.topology(root)
            } else {
                reader.fail(
                    .notOneDocument, Position(line: 1, column: 1),
                    "The topology is empty; begin it with quell-topology: 1")
            }
        } catch {
            reader.fail(.notOneDocument, error.position, error.sentence)
        }
        if let topology, reader.errors.isEmpty { return topology }
        throw PlaybookErrors(
            errors: reader.errors.sorted { $0.position < $1.position }, warnings: reader.warnings)
    }
}

extension PlaybookReader {
    fileprivate mutating func topology(_ root: YAMLNode) -> Topology? {
        let known = [
            "quell-topology", "organization", "security-account", "home-region", "regions", "response-role",
            "artifact", "runbooks",
        ]
        let needed = ["quell-topology", "organization", "security-account", "home-region"]
        guard let members = members(root, of: "A topology", known: known, needed: needed) else { return nil }
        if let version = members["quell-topology"] {
            guard case .scalar(let scalar) = version.value.content, scalar.text == "1" else {
                fail(
                    .wrongVersion, version.value.position,
                    "This Quell reads topologies of version 1; write quell-topology: 1")
                return nil
            }
        }
        var topology = Topology()
        topology.organization = checked(members["organization"], "an organization id such as o-exampleorgid") {
            $0.hasPrefix("o-") && (12...34).contains($0.utf8.count)
                && $0.utf8.dropFirst(2).allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
        }
        topology.securityAccount = checked(members["security-account"], "an account id of 12 digits, in quotes") {
            $0.utf8.count == 12 && $0.utf8.allSatisfy { (48...57).contains($0) }
        }
        topology.homeRegion = checked(members["home-region"], Self.regionWords, Self.isRegion)
        topology.regions = elements(members["regions"], of: "regions").compactMap { node in
            guard let text = text(node, of: "A Region") else { return nil }
            if Self.isRegion(text) { return text }
            fail(.topologyValue, node.position, "\(text.quoted) is not \(Self.regionWords).")
            return nil
        }
        if let home = topology.homeRegion, let member = members["regions"], !topology.regions.contains(home) {
            fail(.topologyValue, member.position, "regions must hold the home Region \(home).")
        }
        if topology.regions.isEmpty, let home = topology.homeRegion { topology.regions = [home] }
        if let role = checked(members["response-role"], "1 to 24 letters, digits and any of _ + = , . @ -", Self.isRole)
        {
            topology.responseRole = role
        }
        artifact(members["artifact"], &topology)
        runbooks(members["runbooks"], &topology)
        return topology
    }

    private static let regionWords = "a Region such as eu-central-1"

    private static func isRegion(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count >= 3 && parts.last?.count == 1 && parts.last?.first?.isNumber ?? false
            && parts.dropLast().allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { (97...122).contains($0) }
            }
    }

    private static func isRole(_ text: String) -> Bool {
        (1...24).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || "_+=,.@-".utf8.contains($0)
            }
    }

    private mutating func checked(
        _ member: YAMLNode.Member?, _ wanted: String, _ isRight: (String) -> Bool
    ) -> String? {
        guard let member, let text = text(member.value, of: member.name) else { return nil }
        if isRight(text) { return text }
        fail(.topologyValue, member.value.position, "\(member.name) must be \(wanted), but is \(text.quoted).")
        return nil
    }

    private mutating func artifact(_ member: YAMLNode.Member?, _ topology: inout Topology) {
        guard let member,
            let members = members(member.value, of: "artifact", known: ["bucket", "prefix"], needed: ["bucket"])
        else { return }
        topology.artifactBucket = checked(members["bucket"], "the name of a bucket") {
            (3...63).contains($0.utf8.count)
                && $0.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || ".-".utf8.contains($0) }
        }
        if let prefix = checked(
            members["prefix"], "empty, or a text that ends in /", { $0.isEmpty || $0.hasSuffix("/") })
        {
            topology.artifactPrefix = prefix
        }
    }

    private mutating func runbooks(_ member: YAMLNode.Member?, _ topology: inout Topology) {
        guard let member else { return }
        guard case .map(let runbooks) = member.value.content else {
            fail(
                .wrongKind, member.value.position,
                "runbooks must be a mapping of runbooks to their permissions; {} for one that Quell knows.")
            return
        }
        topology.prepared = Set(runbooks.map(\.name))
        for runbook in runbooks {
            // The permissions of a runbook that Quell knows need not be written.
            if case .map(let members) = runbook.value.content, members.isEmpty { continue }
            guard
                let members = members(
                    runbook.value, of: "A runbook", known: ["actions", "resources"], needed: ["actions", "resources"])
            else { continue }
            let actions = elements(members["actions"], of: "actions").compactMap { node -> String? in
                guard let text = text(node, of: "An action") else { return nil }
                let parts = text.split(separator: ":", omittingEmptySubsequences: false)
                if parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !text.contains("*") { return text }
                fail(.topologyValue, node.position, "\(text.quoted) is not one IAM action, such as ec2:StopInstances.")
                return nil
            }
            let resources = elements(members["resources"], of: "resources").compactMap { text($0, of: "A resource") }
            topology.runbooks[runbook.name] = Topology.Runbook(actions: actions, resources: resources)
        }
    }
}

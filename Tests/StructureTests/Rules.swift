/// The rules of the package's structure; each answers one line for each place that breaks it.
enum Rules {
    typealias File = Tree.File

    /// Rung of every target; a target imports only targets on lower rungs.
    static let rungs: [String: Int] = [
        "JSON": 0, "EventPattern": 1, "AWSClient": 1, "Findings": 2, "ActionKit": 3, "Actions": 4, "Playbook": 4,
        "PlaybookText": 5, "Deployment": 5, "Engine": 5, "ConfigRule": 5, "SQLiteStore": 6, "DynamoDBStore": 6,
        "ExceptionAudit": 6, "EventService": 6, "Samples": 6,
        "SimulatedAWS": 2, "Trial": 7, "Replay": 6, "CostModel": 2, "LambdaRuntime": 2, "LambdaHandlers": 7,
        "quell": 8,
        "quell-lambda": 8,
    ]

    /// Programs that run while the package is built; they stand beside the ladder and import nothing of it.
    static let buildTools: Set<String> = ["ListActionsTool", "ListActions"]

    private static let highestWithoutFoundation = 3

    static func ladder(_ files: [File]) -> [String] {
        files.filter { $0.folders.first == "Sources" }.flatMap { file -> [String] in
            guard let target = file.target, !buildTools.contains(target) || rungs[target] != nil else {
                return SwiftText.imports(file.text).filter { rungs[$0] != nil }.map {
                    "\(file.path) belongs to a build tool and imports \($0)."
                }
            }
            guard let rung = rungs[target] else {
                return ["\(file.path) belongs to \(target), which has no rung. Give it one in Rules.rungs."]
            }
            return SwiftText.imports(file.text).compactMap { module in
                guard let other = rungs[module], other >= rung else { return nil }
                return "\(file.path) imports \(module) of rung \(other), but \(target) stands on rung \(rung)."
            }
        }
    }

    /// The simulation must not be within reach of a response: of the product only what runs trials knows it.
    static func simulation(_ files: [File]) -> [String] {
        files.compactMap { file in
            guard file.folders.first == "Sources", file.target != "Trial",
                SwiftText.imports(file.text).contains("SimulatedAWS")
            else { return nil }
            return "\(file.path) imports SimulatedAWS. Only Trial does; responses are to reach AWS."
        }
    }

    static func foundation(_ files: [File]) -> [String] {
        files.compactMap { file in
            guard file.folders.first == "Sources", let target = file.target, let rung = rungs[target],
                rung <= highestWithoutFoundation,
                let module = SwiftText.imports(file.text).first(where: { $0.hasPrefix("Foundation") })
            else { return nil }
            return "\(file.path) imports \(module). Rungs 0 to \(highestWithoutFoundation) do without it."
        }
    }

    static func length(_ files: [File]) -> [String] {
        files.compactMap { file in
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
            guard lines > 401, !file.isGenerated, file.name != "Package.swift" else { return nil }
            return "\(file.path) has \(lines - 1) lines; the limit is 400. Split it by idea."
        }
    }

    static func names(_ files: [File]) -> [String] {
        files.flatMap { file -> [String] in
            let stem = file.name.split(separator: ".").first ?? ""
            var words = [(stem, "the name of the file")]
            for (index, line) in SwiftText.code(file.text).enumerated() {
                words += SwiftText.identifiers(line).map { (Substring($0), "line \(index + 1)") }
            }
            return words.compactMap { word, place in
                bannedPart(of: word).map { "\(file.path), \(place): \(word) says \"\($0)\". Name what it is or does." }
            }
        }
    }

    private static let bannedParts: Set<String> = [
        "util", "utils", "utility", "utilities", "helper", "helpers", "manager", "managers", "common", "misc", "master",
        "masters",
    ]

    /// Names of others that we must spell as they do.
    private static let foreignNames: Set<Substring> = ["FileManager"]

    /// The word of a camel-case or underscored identifier that no name of ours holds.
    static func bannedPart(of identifier: Substring) -> String? {
        guard !foreignNames.contains(identifier) else { return nil }
        var parts: [String] = [""]
        var wasLower = false
        for character in identifier {
            if character == "_" || character == "+" || character == "-" || (character.isUppercase && wasLower) {
                parts.append("")
            }
            if character.isLetter { parts[parts.count - 1] += character.lowercased() }
            wasLower = character.isLowercase
        }
        return parts.first(where: bannedParts.contains)
    }

    static func constructs(_ files: [File]) -> [String] {
        files.flatMap { file in
            SwiftText.code(file.text).enumerated().flatMap { index, line in
                bannedConstructs.filter { line.contains($0) }.map {
                    "\(file.path):\(index + 1) uses \($0), which is not done here."
                }
            }
        }
    }

    private static let bannedConstructs = ["try!", "as!", "@unchecked Sendable", "nonisolated(unsafe)", "fatalError("]

    /// Only the command line writes to standard output; a build tool may.
    static func printing(_ files: [File]) -> [String] {
        files.flatMap { file -> [String] in
            guard file.folders.first == "Sources", let target = file.target, target != "quell",
                !buildTools.contains(target)
            else { return [] }
            return SwiftText.code(file.text).enumerated().compactMap { index, line in
                let isCall = line.split(separator: " ").contains { $0.hasPrefix("print(") }
                return isCall ? "\(file.path):\(index + 1) prints. Return the text, or throw." : nil
            }
        }
    }

    /// The project stands alone: it names no folder of the machine it was written on.
    static func strays(_ files: [File]) -> [String] {
        let folders = ["../" + "shared", "/work/" + "shared", "/work/" + "main", "/tmp/" + "brief"]
        return files.flatMap { file in
            file.lines.enumerated().flatMap { index, line in
                folders.filter { line.contains($0) }.map {
                    "\(file.path):\(index + 1) names \($0), which a clone of the project does not have."
                }
            }
        }
    }
}

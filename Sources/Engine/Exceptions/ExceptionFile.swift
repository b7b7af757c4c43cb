package import JSON

/// A file of exception records: JSON, with its signature in a file beside it.
package struct ExceptionFile: Hashable, Sendable {
    /// What keeps a text from being such a file, and what to do.
    package struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String

        init(_ description: String) { self.description = description }
    }

    /// What comes after the file's name in that of its signature.
    package static let signatureSuffix = ".sig"

    /// In the order of the file; ids are unique.
    package private(set) var records: [ExceptionRecord]

    package init() { records = [] }

    package init(_ text: String) throws(Mistake) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: text)
        } catch {
            throw Mistake("It is not JSON: \(error).")
        }
        guard json["quell-exceptions"]?.int == 1, let records = json["records"]?.array, json.object?.count == 2 else {
            throw Mistake(
                "It must be an object of \"quell-exceptions\": 1 and a list of \"records\", and nothing else.")
        }
        self.records = []
        for record in records {
            let read = try ExceptionRecord(record)
            guard !self.records.contains(where: { $0.id == read.id }) else {
                throw Mistake("It has two records with the id \(read.id).")
            }
            self.records.append(read)
        }
    }

    /// Adds a record, or puts it in the place of the one with its id.
    package mutating func put(_ record: ExceptionRecord) throws(Mistake) {
        if let mistake = record.mistake { throw Mistake(mistake) }
        records.removeAll { $0.id == record.id }
        records.append(record)
    }

    package mutating func remove(_ id: String) -> Bool {
        let count = records.count
        records.removeAll { $0.id == id }
        return records.count < count
    }

    package var text: String {
        let json: JSONValue = ["quell-exceptions": 1, "records": .array(records.map(\.json))]
        return json.indented + "\n"
    }

    /// The register that a text and its signature make.
    ///
    /// What is not signed by one of the keys is not even looked into. `signature` is nil where there is none.
    package static func register(_ text: String, signature: String?, keys: [String]) -> ExceptionRegister {
        guard let signature else { return .untrusted(.unsigned) }
        guard SigningKey.isSigned(text, by: signature, keys: keys) else { return .untrusted(.badSignature) }
        do throws(Mistake) {
            let file = try ExceptionFile(text)
            return .read(Dictionary(file.records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
        } catch {
            return .unreadable("The file of exception records cannot be used: \(error.description)")
        }
    }
}

extension ExceptionRecord {
    private static let names: Set<String> = [
        "id", "resources", "template-version", "actions", "findings", "approved", "until", "approver", "reason",
    ]

    fileprivate init(_ json: JSONValue) throws(ExceptionFile.Mistake) {
        let id = json["id"]?.string ?? "without an id"
        if let stranger = (json.object ?? [:]).keys.sorted().first(where: { !Self.names.contains($0) }) {
            throw ExceptionFile.Mistake("Record \(id) has \"\(stranger)\", which no record has.")
        }
        guard let id = json["id"]?.string, let resources = json["resources"]?.strings,
            let actions = json["actions"]?.strings, let findings = (json["findings"] ?? []).strings,
            let approved = json["approved"]?.string, let until = json["until"]?.string,
            let approver = json["approver"]?.string, let reason = json["reason"]?.string,
            (json["template-version"] ?? "").string != nil
        else {
            throw ExceptionFile.Mistake(
                "Record \(id) needs the texts id, approved, until, approver and reason, and the lists of texts "
                    + "resources and actions; findings is a list of texts, template-version a text.")
        }
        self.init(
            id: id, resources: resources, templateVersion: json["template-version"]?.string, actions: actions,
            findings: findings, approved: approved, until: until, approver: approver, reason: reason)
        if let mistake { throw ExceptionFile.Mistake(mistake) }
    }

    /// The record as files and listings have it.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id), "resources": .array(resources.map(JSONValue.string)),
            "actions": .array(actions.map(JSONValue.string)), "approved": .string(approved), "until": .string(until),
            "approver": .string(approver), "reason": .string(reason),
        ]
        if !findings.isEmpty { members["findings"] = .array(findings.map(JSONValue.string)) }
        if let templateVersion { members["template-version"] = .string(templateVersion) }
        return .object(members)
    }
}

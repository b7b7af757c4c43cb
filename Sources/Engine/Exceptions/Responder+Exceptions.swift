package import Playbook

extension Responder {
    /// The records of approval as the playbook's source has them now; nobody asks where the tag alone exempts.
    func exceptionRegister() async -> ExceptionRegister {
        guard let terms = playbook.strictExceptions else { return .read([:]) }
        if case .journal = terms.records { return await journal.exceptionRegister() }
        return ExceptionFile.register(of: terms, files: files)
    }
}

extension ExceptionFile {
    /// The register of a playbook whose records are in a file: the one it carries along, or the file as it is now.
    package static func register(
        of terms: StrictExceptions, files: (String) -> [UInt8]?
    ) -> ExceptionRegister {
        guard case .file(let path) = terms.records else {
            return .unreadable("The exception records of the playbook are in the journal, not in a file.")
        }
        if let carried = terms.carried {
            return register(carried.document, signature: carried.signature, keys: terms.keys)
        }
        guard let bytes = files(path), let text = String(validating: bytes, as: UTF8.self) else {
            return .unreadable("The file of exception records, \(path), cannot be read.")
        }
        let signature = files(path + signatureSuffix).map { String(decoding: $0, as: UTF8.self) }
        return register(text, signature: signature, keys: terms.keys)
    }
}

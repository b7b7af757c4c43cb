import AWSClient
import Actions
import Engine
import Playbook
import PlaybookText

/// Reads playbooks with the actions of this build.
enum PlaybookFile {
    /// Files that the playbook names are beside it.
    static func read(_ path: String) throws -> Playbook {
        var playbook = try unresolved(path)
        if case .file(let name)? = playbook.strictExceptions?.records {
            playbook.strictExceptions?.records = .file(beside(path, name))
        }
        return playbook
    }

    /// The playbook with the files it names in it, for where they are not; they must be in order.
    static func readWhole(_ path: String) throws -> Playbook {
        var playbook = try unresolved(path)
        guard let terms = playbook.strictExceptions, case .file(let name) = terms.records else { return playbook }
        let file = beside(path, name)
        let document = try InputFiles.text(file)
        let signature = try InputFiles.text(file + ExceptionFile.signatureSuffix)
        switch ExceptionFile.register(document, signature: signature, keys: terms.keys) {
        case .read: break
        case .untrusted(let flaw): throw BadInput("\(file) cannot be deployed: \(flaw.words).")
        case .unreadable(let why): throw BadInput("\(file) cannot be deployed: \(why)")
        }
        playbook.strictExceptions?.carried = StrictExceptions.Signed(document: document, signature: signature)
        return playbook
    }

    private static func unresolved(_ path: String) throws -> Playbook {
        try Playbook.read(InputFiles.text(path), file: path, actions: ActionRegistry.all)
    }

    private static func beside(_ path: String, _ name: String) -> String {
        guard !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
        return path[...slash] + name
    }
}

import EventService
import Playbook

/// The playbook's file, for a service that takes it anew when it changes.
struct PlaybookSource {
    let path: String
    /// The topic of the command line, which counts whatever the playbook says.
    let givenTopic: String?

    func live(_ first: Playbook, _ wiring: Wiring) throws -> LivePlaybook {
        let (path, givenTopic) = (path, givenTopic)
        return try LivePlaybook(
            fingerprint: { try? InputFiles.bytes(path) },
            read: { () throws(LivePlaybook.Refusal) in
                let playbook = try Self.read(path)
                if givenTopic == nil { try Self.compare(first, playbook) }
                return playbook
            },
            makeResponder: wiring.makeResponder)
    }

    private static func read(_ path: String) throws(LivePlaybook.Refusal) -> Playbook {
        do {
            return try PlaybookFile.read(path)
        } catch let errors as PlaybookErrors {
            throw LivePlaybook.Refusal(.invalid, errors.description)
        } catch {
            throw LivePlaybook.Refusal(.unreadable, "\(error)")
        }
    }

    /// The account of the topic is the engine's own, which a running service does not change.
    private static func compare(_ first: Playbook, _ new: Playbook) throws(LivePlaybook.Refusal) {
        func place(_ playbook: Playbook) -> [Substring]? {
            playbook.topic.map { Array($0.split(separator: ":", omittingEmptySubsequences: false).prefix(5)) }
        }
        guard place(first) == place(new) else {
            throw LivePlaybook.Refusal(
                .restart,
                "The new playbook tells people by a topic of another account or Region. Start the service again.")
        }
    }
}

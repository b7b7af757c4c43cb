package import Engine
package import Playbook
import Synchronization

/// The playbook that counts now, and what answers under it.
///
/// A new one is taken whole or not at all. Who is answering an event goes on under the one it began with.
package final class LivePlaybook: Sendable {
    /// Why a playbook is not taken.
    package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        package enum Kind: String, Hashable, Sendable, CaseIterable {
            /// The file cannot be read.
            case unreadable
            /// It is no playbook.
            case invalid
            /// It needs what only a new start can change.
            case restart
        }
        package let kind: Kind
        package let description: String

        package init(_ kind: Kind, _ description: String) {
            self.kind = kind
            self.description = description
        }
    }

    package enum Reload: Hashable, Sendable {
        case unchanged
        case taken
        case refused(Refusal)
    }

    /// The bytes of the file and of what decides with it; nil when they cannot be read.
    package typealias Fingerprint = @Sendable () -> [UInt8]?
    package typealias Read = @Sendable () throws(Refusal) -> Playbook
    /// Makes what answers for one worker; every worker owns its own leases.
    package typealias MakeResponder = @Sendable (Playbook, _ worker: Int) -> Responder

    private struct Current {
        let playbook: Playbook
        var responders: [Int: Responder] = [:]
    }

    private let fingerprint: Fingerprint
    private let read: Read
    private let makeResponder: MakeResponder
    private let current: Mutex<Current>
    /// What was tried last, taken or refused, and what was seen since but may still be being written.
    private let seen: Mutex<(tried: [UInt8]?, pending: [UInt8]?)>

    /// Throws where the playbook cannot be used to begin with.
    package init(
        fingerprint: @escaping Fingerprint, read: @escaping Read, makeResponder: @escaping MakeResponder
    ) throws(Refusal) {
        self.fingerprint = fingerprint
        self.read = read
        self.makeResponder = makeResponder
        seen = Mutex((fingerprint(), nil))
        current = Mutex(Current(playbook: try read()))
    }

    func responder(worker: Int) -> Responder {
        current.withLock { current in
            if let responder = current.responders[worker] { return responder }
            let responder = makeResponder(current.playbook, worker)
            current.responders[worker] = responder
            return responder
        }
    }

    /// Takes the file as it is now.
    func reload() -> Reload {
        let bytes = fingerprint()
        seen.withLock { $0 = (bytes, nil) }
        do throws(Refusal) {
            let playbook = try read()
            current.withLock { $0 = Current(playbook: playbook) }
            return .taken
        } catch {
            return .refused(error)
        }
    }

    /// Takes a file that has changed, once it has stayed the same from one look to the next.
    func reloadIfChanged() -> Reload {
        let bytes = fingerprint()
        let isNew = seen.withLock { seen in
            guard bytes != seen.tried else {
                seen.pending = nil
                return false
            }
            defer { seen.pending = bytes }
            return bytes == seen.pending
        }
        return isNew ? reload() : .unchanged
    }
}

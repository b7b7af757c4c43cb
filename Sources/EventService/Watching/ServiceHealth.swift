import Synchronization

/// Whether the service can do its work.
package final class ServiceHealth: Sendable {
    enum Part: String, Sendable, CaseIterable { case inbox, journal }
    enum Loop: String, Sendable, CaseIterable { case sorter, workers }

    private struct State {
        var failures: [Part: String] = [:]
        var beats: [Loop: Double] = [:]
        var isStopping = false
    }

    /// Seconds without a beat after which a loop is taken for dead; each beats several times a second.
    static let patience = 30.0

    private let now: @Sendable () -> Double
    private let state = Mutex(State())

    package init(now: @escaping @Sendable () -> Double) { self.now = now }

    func beat(_ loop: Loop) { state.withLock { $0.beats[loop] = now() } }

    func failed(_ part: Part, _ why: String) { state.withLock { $0.failures[part] = why } }

    func answered(_ part: Part) { state.withLock { $0.failures[part] = nil } }

    func stop() { state.withLock { $0.isStopping = true } }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// What keeps the service from its work, a sentence each; empty when nothing does.
    var complaints: [String] {
        let time = now()
        return state.withLock { state in
            var complaints = Part.allCases.compactMap { part in
                state.failures[part].map { "The \(part.rawValue) does not answer: \($0)" }
            }
            for loop in Loop.allCases {
                guard let beat = state.beats[loop] else {
                    complaints.append("The loop \"\(loop.rawValue)\" has not begun.")
                    continue
                }
                if time - beat > Self.patience {
                    complaints.append("The loop \"\(loop.rawValue)\" gave no sign for \(Int(time - beat)) seconds.")
                }
            }
            if state.isStopping { complaints.append("The service is stopping.") }
            return complaints
        }
    }
}

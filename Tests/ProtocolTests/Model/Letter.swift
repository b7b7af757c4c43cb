import ActionKit
import Engine

/// A record as the model's journal holds it; each stands for the engine's own record or records.
enum Letter: Hashable, Sendable {
    case begun, confirmed
    /// The plan of the phase `contain`, made where AWS showed these values.
    case contain(Values, [Thing])
    case phase(Manifest.Phase)
    case intent(Thing)
    case observed(Thing, wasDone: Bool)
    case failed(Thing)
    case concluded(Outcome)
    case closed
    case undoRequested, undoRefused, undone
    case undoIntent(Thing)
    case undoObserved(Thing)
    case undoFailed(Thing)

    /// Whether it may stand behind the end.
    var isOfUndo: Bool {
        switch self {
        case .undoRequested, .undoRefused, .undone, .undoIntent, .undoObserved, .undoFailed: true
        case .begun, .confirmed, .contain, .phase, .intent, .observed, .failed, .concluded, .closed: false
        }
    }
}

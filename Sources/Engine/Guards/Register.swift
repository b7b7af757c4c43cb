/// A row of entries of the journal that belong to no execution: what all processes that share it must know.
///
/// Registers are chained, stored and read like executions, strongly consistent; listings do not show them.
package enum Register {
    /// The kill switch.
    package static let killSwitch = "switch"
    /// When a service began with an empty journal.
    package static let backlog = "backlog"

    /// Executions that guards held on a day, counted from 1970.
    static func holds(_ day: Int) -> String { "holds-\(day)" }
}

/// The finding types of GuardDuty that Quell knows, for those that make or name findings.
package enum FindingTypeCatalog {
    /// Types that AWS lists as current, sorted.
    package static var all: [String] { FindingTypes.all }

    /// The current type that somebody meant; nil when none is near.
    package static func nearest(to type: String) -> String? { FindingTypes.nearest(to: type) }
}

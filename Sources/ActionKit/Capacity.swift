/// A group of machines that a plan takes one out of, as the plan's reads found it.
package struct Capacity: Hashable, Sendable, Codable {
    /// ARN or name of an Auto Scaling group or target group.
    package let group: String
    /// How many there should be.
    package let desired: Int
    /// How many serve, the one that is taken out included.
    package let inService: Int

    package init(group: String, desired: Int, inService: Int) {
        self.group = group
        self.desired = desired
        self.inService = inService
    }

    /// How many must go on serving: all but one, or four fifths where that is less.
    package static func floor(ofDesired desired: Int) -> Int { min(desired - 1, (desired * 4 + 4) / 5) }
}

/// A look after the end: everything holds.
package struct Settled: Hashable, Sendable, Codable {
    /// How long after the end the look is due, in seconds.
    package let check: Int
}

/// A look after the end: something does not hold any more, or cannot be read.
package struct Drift: Hashable, Sendable, Codable {
    /// How long after the end the look is due, in seconds.
    package let check: Int
    /// A sentence for each thing that is not as the response left it.
    package let differences: [String]
    /// Steps of the frozen plan that are taken again, in its order; empty when none is.
    package let steps: [StepName]
    /// The outcome where nothing is done again; nil where the steps are taken.
    package let withheld: Conclusion?
    /// Whether it is looked at again all the same: what keeps it from being done again may pass.
    package let mayPass: Bool

    init(
        check: Int, differences: [String], steps: [StepName] = [], withheld: Conclusion? = nil, mayPass: Bool = false
    ) {
        self.check = check
        self.differences = differences
        self.steps = steps
        self.withheld = withheld
        self.mayPass = mayPass
    }

    /// How often one execution's changes are made again.
    ///
    /// Whoever takes them off a fourth time is stronger than the response, and people must see to that.
    package static let mostRepairs = 3
}

/// The resource that an exception is asked about, as the service that owns it shows it.
package struct ExceptionSubject: Hashable, Sendable {
    /// Marks the name in the ARN of an Auto Scaling group.
    static let groupMark = ":autoScalingGroupName/"

    /// nil where nobody knows it; then no record is about it.
    package let arn: String?
    package let tags: [String: String]

    package init(arn: String?, tags: [String: String]) {
        self.arn = arn
        self.tags = tags
    }

    /// Whether a record's ARN is this resource's, to the letter, or that of what made it.
    func isMeant(by scope: String, templateVersion: String?) -> Bool {
        if arn == scope { return true }
        guard let group = tags["aws:autoscaling:groupName"], let home = Home(arn), let other = Home(scope),
            home.service == "ec2", home.resource.hasPrefix("instance/"), home.place == other.place
        else { return false }
        if other.service == "autoscaling", let mark = scope.firstRange(of: Self.groupMark) {
            return scope[mark.upperBound...] == group
        }
        // Whoever may launch instances can name a template; only Auto Scaling sets the tag with the group's name.
        guard other.service == "ec2", let template = tags["aws:ec2launchtemplate:id"],
            other.resource == "launch-template/\(template)"
        else { return false }
        return templateVersion == nil || templateVersion == tags["aws:ec2launchtemplate:version"]
    }

    /// The parts of an ARN.
    private struct Home {
        let service: Substring
        /// Partition, Region and account.
        let place: [Substring]
        let resource: Substring

        init?(_ arn: String?) {
            let fields = arn?.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false) ?? []
            guard fields.count == 6 else { return nil }
            (service, place, resource) = (fields[2], [fields[1], fields[3], fields[4]], fields[5])
        }
    }
}

extension Finding {
    /// The same finding, about whose credentials were used instead of what they were used on.
    ///
    /// Where it names nobody whom IAM could know by that name, it is about a principal that is not known: never about the
    /// resource, which nobody asked to change.
    package var aboutItsPrincipal: Finding {
        var finding = self
        finding.resource = Resource(
            principalOf: resource, in: Resource.Home(partition, region, account))
        return finding
    }
}

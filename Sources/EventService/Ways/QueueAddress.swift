/// An SQS queue by its URL.
package struct QueueAddress: Hashable, Sendable {
    package let url: String
    /// The Region in the URL, or else the caller's: stand-ins have none.
    package let region: String

    package init(_ url: String, else region: String) {
        self.url = url
        let labels = (url.split(separator: "/").dropFirst().first ?? "").split(separator: ".")
        self.region = labels.count > 3 && labels[0] == "sqs" ? String(labels[1]) : region
    }
}

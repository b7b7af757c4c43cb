package import Findings
package import JSON

/// What AWS Config is told of one resource.
package struct Evaluation: Hashable, Sendable {
    package let resourceType: String
    package let resourceID: String
    package let compliance: Finding.Compliance
    /// At most 256 characters, which is what AWS Config takes.
    package let annotation: String
    /// When the configuration was so, in ISO 8601; of two evaluations AWS Config believes the later one.
    package let orderingTimestamp: String

    init(
        _ resourceType: String, _ resourceID: String, _ compliance: Finding.Compliance, _ annotation: String,
        at orderingTimestamp: String
    ) {
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.compliance = compliance
        self.annotation = String(annotation.prefix(256))
        self.orderingTimestamp = orderingTimestamp
    }

    /// As `PutEvaluations` takes it.
    package var input: JSONValue {
        [
            "ComplianceResourceType": .string(resourceType), "ComplianceResourceId": .string(resourceID),
            "ComplianceType": .string(compliance.rawValue), "Annotation": .string(annotation),
            "OrderingTimestamp": .string(orderingTimestamp),
        ]
    }
}

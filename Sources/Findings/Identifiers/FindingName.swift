/// The ARN of a GuardDuty finding, taken apart.
package struct FindingName: Hashable, Sendable, CustomStringConvertible {
    package let description: String
    package let partition: Partition
    package let region: Region
    package let account: AccountID
    package let detector: DetectorID
    package let finding: FindingID

    init(_ field: EventField) throws(Rejection) {
        let name = try field.requiredName()
        let parts = name.resource.split(separator: "/", omittingEmptySubsequences: false)
        guard name.service == "guardduty", parts.count == 4, parts[0] == "detector", parts[2] == "finding",
            let detector = DetectorID(parts[1]), let finding = FindingID(parts[3]), let region = Region(name.region),
            let account = AccountID(name.account)
        else { throw field.rejection("the ARN of a finding, with a detector id of 32 hexadecimal digits") }
        description = name.description
        partition = name.partition
        (self.region, self.account, self.detector, self.finding) = (region, account, detector, finding)
    }
}

import AWSClient
import JSON

/// GuardDuty, AWS Config and Security Hub.
extension World {
    mutating func detection(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        let detector = self[account: arrival.account, region: arrival.region].detector
        if name == "ListDetectors" { return ["DetectorIds": .array(detector.map { [.string($0.id)] } ?? [])] }
        guard let detector, input.text("DetectorId") == detector.id else {
            throw Refusal(
                "BadRequestException",
                "The request is rejected because the input detectorId is not owned by the current account.")
        }
        let ids = input.texts("FindingIds") ?? []
        switch name {
        case "GetAdministratorAccount":
            guard let administrator = detector.administrator else { return [:] }
            return ["Administrator": ["AccountId": .string(administrator), "RelationshipStatus": "Enabled"]]
        case "ListFindings":
            let criteria = input.json["FindingCriteria"]?["Criterion"]
            let since = criteria?["updatedAt"]?["GreaterThanOrEqual"]?.int ?? 0
            let isOpen = criteria?["service.archived"]?["Equals"]?.strings == ["false"]
            let found = findings.filter { _, finding in
                isSeen(finding, by: arrival) && !(isOpen && finding.isArchived)
                    && finding.updated * 1_000 >= Double(since)
            }
            return ["FindingIds": .array(found.keys.sorted().map(JSONValue.string))]
        case "GetFindings":
            let found = ids.compactMap { id in findings[id].flatMap { isSeen($0, by: arrival) ? $0.json(id) : nil } }
            return ["Findings": .array(found)]
        case "ArchiveFindings", "UnarchiveFindings":
            guard detector.administrator == nil else {
                throw Refusal(
                    "BadRequestException", "The request is rejected because a member account cannot archive findings.")
            }
            for id in ids {
                guard let finding = findings[id], isSeen(finding, by: arrival) else { continue }
                findings[id]?.isArchived = name == "ArchiveFindings"
            }
            return [:]
        default: throw Self.unknown(name)
        }
    }

    /// An administrator sees the findings of its members too.
    private func isSeen(_ finding: GuardDutyFinding, by arrival: Arrival) -> Bool {
        guard finding.region == arrival.region else { return false }
        let administrator = self[account: finding.account, region: finding.region].detector?.administrator
        return finding.account == arrival.account || administrator == arrival.account
    }

    func compliance(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        if name == "DescribeConfigRules" {
            let rules = Set(self[account: arrival.account, region: arrival.region].compliance.map(\.rule))
            return [
                "ConfigRules": .array(
                    rules.sorted().map { rule in
                        [
                            "ConfigRuleName": .string(rule),
                            "ConfigRuleArn": .string(
                                "arn:aws:config:\(arrival.region):\(arrival.account):config-rule/config-rule-a1b2c3"),
                        ]
                    })
            ]
        }
        if name == "GetComplianceDetailsByConfigRule" {
            return details(ofRule: input.text("ConfigRuleName"), input, arrival)
        }
        guard name == "GetComplianceDetailsByResource" else { throw Self.unknown(name) }
        let wanted = input.texts("ComplianceTypes") ?? []
        let results = self[account: arrival.account, region: arrival.region].compliance.compactMap {
            each -> JSONValue? in
            let type = each.isCompliant ? "COMPLIANT" : "NON_COMPLIANT"
            guard each.resourceType == input.text("ResourceType"), each.resourceID == input.text("ResourceId"),
                wanted.isEmpty || wanted.contains(type)
            else { return nil }
            return [
                "ComplianceType": .string(type),
                "EvaluationResultIdentifier": [
                    "EvaluationResultQualifier": [
                        "ConfigRuleName": .string(each.rule), "ResourceType": .string(each.resourceType),
                        "ResourceId": .string(each.resourceID),
                    ]
                ],
            ]
        }
        return ["EvaluationResults": .array(results)]
    }

    private func details(ofRule rule: String?, _ input: Input, _ arrival: Arrival) -> JSONValue {
        let wanted = input.texts("ComplianceTypes") ?? []
        let results = self[account: arrival.account, region: arrival.region].compliance.filter { each in
            each.rule == rule && (wanted.isEmpty || wanted.contains(each.isCompliant ? "COMPLIANT" : "NON_COMPLIANT"))
        }
        return [
            "EvaluationResults": .array(
                results.map { each in
                    [
                        "ComplianceType": .string(each.isCompliant ? "COMPLIANT" : "NON_COMPLIANT"),
                        "ResultRecordedTime": .string(each.recorded),
                        "EvaluationResultIdentifier": [
                            "EvaluationResultQualifier": [
                                "ConfigRuleName": .string(each.rule), "ResourceType": .string(each.resourceType),
                                "ResourceId": .string(each.resourceID),
                            ]
                        ],
                    ]
                })
        ]
    }

    mutating func hub(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        var region = self[account: arrival.account, region: arrival.region]
        if name == "GetFindings" {
            func asks(_ member: String, _ value: String) -> Bool {
                let wanted = (input.json["Filters"]?[member]?.array ?? []).compactMap { $0["Value"]?.string }
                return wanted.isEmpty || wanted.contains(value)
            }
            let found = region.hubFindings.values.sorted { $0.id < $1.id }
                .filter { asks("Id", $0.id) && asks("ProductArn", $0.productARN) && asks("AwsAccountId", $0.account) }
            return ["Findings": .array(found.map(\.json))]
        }
        guard name == "BatchUpdateFindings" else { throw Self.unknown(name) }
        var processed: [JSONValue] = []
        var unprocessed: [JSONValue] = []
        for identifier in input.list("FindingIdentifiers") {
            guard let id = identifier["Id"]?.string, var finding = region.hubFindings[id],
                finding.productARN == identifier["ProductArn"]?.string
            else {
                unprocessed.append([
                    "FindingIdentifier": identifier, "ErrorCode": "FindingNotFound", "ErrorMessage": "Not found",
                ])
                continue
            }
            finding.status = input.json["Workflow"]?["Status"]?.string ?? finding.status
            finding.note = input.json["Note"]?["Text"]?.string ?? finding.note
            finding.noteAuthor = input.json["Note"]?["UpdatedBy"]?.string ?? finding.noteAuthor
            region.hubFindings[id] = finding
            processed.append(identifier)
        }
        self[account: arrival.account, region: arrival.region] = region
        return ["ProcessedFindings": .array(processed), "UnprocessedFindings": .array(unprocessed)]
    }
}

extension GuardDutyFinding {
    fileprivate var updated: Double { members["UpdatedAt"]?.string.flatMap(ISO8601.parse) ?? 0 }

    fileprivate func json(_ id: String) -> JSONValue {
        var json = members
        json["Id"] = .string(id)
        json["AccountId"] = .string(account)
        json["Region"] = .string(region)
        var service = members["Service"]?.object ?? [:]
        service["Archived"] = .bool(isArchived)
        json["Service"] = .object(service)
        return .object(json)
    }
}

extension HubFinding {
    fileprivate var json: JSONValue {
        var json: [String: JSONValue] = [
            "Id": .string(id), "ProductArn": .string(productARN), "AwsAccountId": .string(account),
            "Workflow": ["Status": .string(status)],
        ]
        if let note { json["Note"] = ["Text": .string(note), "UpdatedBy": .string(noteAuthor ?? "")] }
        return .object(json)
    }
}

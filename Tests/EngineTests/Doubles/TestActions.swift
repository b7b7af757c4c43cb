import AWSClient
import ActionKit
import Engine
import Findings
import JSON

/// Steps that set tags of the sample instance.
enum TagStep {
    static func read(_ key: String) -> Call {
        call(
            EC2.describeTags,
            [
                "Filters": [
                    ["Name": "resource-id", "Values": [.string(Sample.instance)]],
                    ["Name": "key", "Values": [.string(key)]],
                ]
            ], on: ["*"])
    }

    static func call(_ operation: Operation, _ input: JSONValue, on resources: [String] = [Sample.arn]) -> Call {
        Call(operation, account: Sample.account, region: Sample.region, input: input, resources: resources)
    }

    static func create(_ key: String, _ value: JSONValue) -> Call {
        call(
            EC2.createTags, ["Resources": [.string(Sample.instance)], "Tags": [["Key": .string(key), "Value": value]]])
    }

    static func delete(_ key: String) -> Call {
        call(EC2.deleteTags, ["Resources": [.string(Sample.instance)], "Tags": [["Key": .string(key)]]])
    }

    static func set(
        _ key: String, from old: String?, to new: JSONValue, requires: [Condition] = [], failing: [JSONValue] = [],
        patience: Int = 10, id: String? = nil, isRequired: Bool = true
    ) -> Step {
        Step(
            id ?? "set-\(key)", "Set the tag \(key).", call: create(key, new),
            effect: Effect(
                read(key), select: "Tags[].Value", before: .array(old.map { [.string($0)] } ?? []), after: [new],
                failing: failing, patience: patience),
            undo: .call(old.map { create(key, .string($0)) } ?? delete(key)), requires: requires,
            isRequired: isRequired)
    }
}

/// Isolates as the real action does: makes a group, marks the instance with it, and sets its state.
struct TestIsolate: Action {
    static let manifest = Manifest(
        id: "test.isolate", summary: "Isolates.", phase: .contain, harm: .high,
        reads: [EC2.describeTags, EC2.describeSecurityGroups], writes: [EC2.createSecurityGroup, EC2.createTags],
        undos: [EC2.createTags, EC2.deleteTags])

    #if DEBUG
        static var scenarios: [Scenario] { [] }
    #endif

    init(_ options: Options) throws(Options.Mistake) {}

    func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        let query: JSONQuery = "Tags[].Value"
        func value(_ key: String) async throws(AWSError) -> String? {
            query(try await situation.reader.read(TagStep.read(key))).strings?.first
        }
        let state = try await value("state")
        if state == "isolated" { return .leaveAlone(.alreadyContained, "It is isolated.") }
        let group = try await value("group")
        let name = "quell-\(situation.execution)"
        let read = TagStep.call(
            EC2.describeSecurityGroups, ["Filters": [["Name": "group-name", "Values": [.string(name)]]]], on: ["*"])
        let create = Step(
            "create-group", "Create the group.",
            call: TagStep.call(EC2.createSecurityGroup, ["GroupName": .string(name), "Description": "x"], on: ["*"]),
            effect: Effect(read, select: "SecurityGroups[].GroupId", before: [], after: ["sg-1"]),
            undo: .kept("It has no rules."), outputs: ["group": "SecurityGroups[0].GroupId"])
        return .plan(
            Plan(
                action: Self.manifest.id, resource: Sample.arn,
                steps: [
                    create, TagStep.set("group", from: group, to: Call.output("group")),
                    TagStep.set("state", from: state, to: "isolated"),
                ], residualRisk: ["Sessions last."]))
    }
}

/// Sets one tag.
struct TestMark: Action {
    static let manifest = Manifest(
        id: "test.mark", summary: "Marks.", phase: .contain, harm: .medium, reads: [EC2.describeTags],
        writes: [EC2.createTags], undos: [EC2.createTags, EC2.deleteTags])

    #if DEBUG
        static var scenarios: [Scenario] { [] }
    #endif

    init(_ options: Options) throws(Options.Mistake) {}

    func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        let query: JSONQuery = "Tags[].Value"
        let old = query(try await situation.reader.read(TagStep.read("mark"))).strings?.first
        if old == "bad" { return .leaveAlone(.alreadyContained, "It is marked.") }
        return .plan(
            Plan(
                action: Self.manifest.id, resource: Sample.arn,
                steps: [TagStep.set("mark", from: old, to: "bad")]))
    }
}

/// Isolates by one tag; while it is held it tags the instance with the execution.
struct TestKeep: Action {
    static let manifest = Manifest(
        id: "test.keep", summary: "Keeps.", phase: .contain, harm: .high, reads: [EC2.describeTags],
        writes: [EC2.createTags], undos: [EC2.createTags, EC2.deleteTags])

    #if DEBUG
        static var scenarios: [Scenario] { [] }
    #endif

    init(_ options: Options) throws(Options.Mistake) {}

    func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        let old = (try await situation.reader.read(TagStep.read("state")))["Tags"]?.array?.first?["Value"]?.string
        let step = TagStep.set("state", from: old, to: "isolated")
        return .plan(Plan(action: Self.manifest.id, resource: Sample.arn, steps: [step]))
    }

    func preserve(_ situation: Situation) async throws(AWSError) -> Decision {
        let step = TagStep.set("kept", from: nil, to: .string(situation.execution))
        return .plan(Plan(action: Self.manifest.id, resource: Sample.arn, steps: [step]))
    }
}

/// Publishes the outcome to the topic.
struct TestNotify: Action {
    static let manifest = Manifest(
        id: "test.notify", summary: "Tells.", phase: .notify, harm: .none, writes: [SNS.publish])

    #if DEBUG
        static var scenarios: [Scenario] { [] }
    #endif

    init(_ options: Options) throws(Options.Mistake) {}

    func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        guard let topic = situation.topic, let report = situation.report else {
            return .leaveAlone(.held, "No topic is set.")
        }
        let call = Call(
            SNS.publish, account: nil, region: Sample.region,
            input: ["TopicArn": .string(topic), "Message": .string("\(report.outcome): \(report.why)")],
            resources: [topic])
        let step = Step("publish", "Tell people.", call: call, effect: nil, undo: .irreversible("Said is said."))
        return .plan(Plan(action: Self.manifest.id, resource: topic, steps: [step]))
    }
}

/// Archives the finding.
struct TestArchive: Action {
    static let manifest = Manifest(
        id: "test.archive", summary: "Archives.", phase: .archive, harm: .none, reads: [GuardDuty.getFindings],
        writes: [GuardDuty.archiveFindings], undos: [GuardDuty.unarchiveFindings])

    #if DEBUG
        static var scenarios: [Scenario] { [] }
    #endif

    init(_ options: Options) throws(Options.Mistake) {}

    func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        let input: JSONValue = ["DetectorId": "d", "FindingIds": [.string(situation.finding.id)]]
        let step = Step(
            "archive", "Archive the finding.", call: situation.call(GuardDuty.archiveFindings, input),
            effect: Effect(
                situation.call(GuardDuty.getFindings, input), select: "Findings[].Service.Archived", before: [false],
                after: [true]),
            undo: .call(situation.call(GuardDuty.unarchiveFindings, input)))
        return .plan(Plan(action: Self.manifest.id, resource: situation.finding.arn, steps: [step]))
    }
}

/// Notes the outcome at the instance.
struct TestReport: Action {
    static let manifest = Manifest(
        id: "test.report", summary: "Notes.", phase: .report, harm: .none, reads: [EC2.describeTags],
        writes: [EC2.createTags], undos: [EC2.deleteTags])

    #if DEBUG
        static var scenarios: [Scenario] { [] }
    #endif

    init(_ options: Options) throws(Options.Mistake) {}

    func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        guard let report = situation.report else { return .leaveAlone(.notApplicable, "Nothing has happened.") }
        return .plan(
            Plan(
                action: Self.manifest.id, resource: Sample.arn,
                steps: [TagStep.set("report", from: nil, to: .string(report.outcome))]))
    }
}

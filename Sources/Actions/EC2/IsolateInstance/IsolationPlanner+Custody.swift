import AWSClient
import ActionKit
import Findings
import JSON

/// Custody before the cut, and evidence after it. What fails here is reported, but never keeps an attacker connected.
extension IsolationPlanner {
    private var instanceARN: String { arn("instance", instance.id) }

    /// The mark from which everybody, policies included, can tell what is quarantined and by which execution.
    ///
    /// A mark of an earlier execution that was not taken back stays as it is.
    var marks: [Step] {
        marks(IsolateInstance.custodyTag)
    }

    /// What is kept while a guard holds the isolation: a mark that denies nobody anything, and snapshots where asked for.
    var evidence: [Step] {
        let marks = marks(IsolateInstance.heldTag)
        // An instance that carries the mark has its snapshots already.
        return marks.isEmpty || !action.takesSnapshot ? marks : marks + snapshots
    }

    private func marks(_ key: String) -> [Step] {
        guard instance.tags[key] == nil else { return [] }
        let interfaces = around.interfaces.filter { !isForeign($0) }
        let ids = [instance.id] + interfaces.map(\.id) + instance.volumes.map(\.id)
        let resources =
            [instanceARN] + interfaces.map { arn("network-interface", $0.id) }
            + instance.volumes.map { arn("volume", $0.id) }
        let names: JSONValue = .array(ids.map(JSONValue.string))
        let tag: JSONValue = [["Key": .string(key), "Value": .string(situation.execution)]]
        let step = Step(
            "mark-\(instance.id)", "Tag \(instance.id), its interfaces and volumes \(key)=\(situation.execution).",
            call: call(EC2.createTags, ["Resources": names, "Tags": tag], on: resources),
            effect: Effect(
                call(
                    EC2.describeTags,
                    [
                        "Filters": [
                            ["Name": "resource-id", "Values": names],
                            ["Name": "key", "Values": [.string(key)]],
                            ["Name": "value", "Values": [.string(situation.execution)]],
                        ]
                    ]),
                select: "Tags[].ResourceId", before: [], after: names),
            undo: .call(call(EC2.deleteTags, ["Resources": names, "Tags": tag], on: resources)), isRequired: false)
        return [step]
    }

    /// The instance cannot be terminated by mistake, and its volumes outlive it.
    var protection: [Step] {
        var steps: [Step] = []
        // EC2 knows neither for Spot instances.
        if !around.isProtectedFromTermination, !instance.isSpot {
            steps.append(
                attribute(
                    "protect-\(instance.id)", "Protect \(instance.id) from termination.",
                    "DisableApiTermination", "disableApiTermination", before: false, after: true))
        }
        if around.shutdownBehavior != "stop", !instance.isSpot, !instance.isStoreBacked {
            steps.append(
                attribute(
                    "keep-on-shutdown-\(instance.id)", "Make \(instance.id) stop, not terminate, when it shuts down.",
                    "InstanceInitiatedShutdownBehavior", "instanceInitiatedShutdownBehavior",
                    before: .string(around.shutdownBehavior), after: "stop"))
        }
        return steps + instance.volumes.filter(\.isDeletedOnTermination).map(keeping)
    }

    private func attribute(
        _ id: String, _ sentence: String, _ member: StaticString, _ name: String, before: JSONValue, after: JSONValue
    ) -> Step {
        func set(_ value: JSONValue) -> Call {
            call(
                EC2.modifyInstanceAttribute,
                .object(["InstanceId": .string(instance.id), member.description: ["Value": value]]),
                on: [instanceARN])
        }
        return Step(
            id, sentence, call: set(after),
            effect: Effect(
                InstanceSurroundings.attribute(name, of: instance.id, situation),
                select: "\(member: member).Value", before: before, after: after),
            undo: .call(set(before)), isRequired: false)
    }

    private func keeping(_ volume: Instance.Volume) -> Step {
        func set(_ isDeleted: Bool) -> Call {
            call(
                EC2.modifyInstanceAttribute,
                [
                    "InstanceId": .string(instance.id),
                    "BlockDeviceMappings": [
                        ["DeviceName": .string(volume.device), "Ebs": ["DeleteOnTermination": .bool(isDeleted)]]
                    ],
                ], on: [instanceARN])
        }
        return Step(
            "keep-\(volume.id)", "Keep \(volume.id) when \(instance.id) is terminated.", call: set(false),
            effect: Effect(
                Instance.call(instance.id, situation),
                select: """
                    Reservations[].Instances[].BlockDeviceMappings[] | [?DeviceName==\(volume.device)]\
                    .Ebs.DeleteOnTermination
                    """,
                before: [true], after: [false]),
            undo: .call(set(true)), isRequired: false)
    }

    // MARK: Evidence

    /// Snapshots find themselves again by their tag, so that a repeated step takes none twice.
    ///
    /// Where two processes took them at the same moment all the same, each volume counts once: more evidence is no drift.
    var snapshots: [Step] {
        guard !instance.volumes.isEmpty else { return [] }
        let volumes = instance.volumes.map(\.id)
        let tag: JSONValue = [["Key": "quell:execution", "Value": .string(situation.execution)]]
        let step = Step(
            "snapshot-\(instance.id)", "Take snapshots of all volumes of \(instance.id).",
            call: call(
                EC2.createSnapshots,
                [
                    "InstanceSpecification": ["InstanceId": .string(instance.id)],
                    "Description": .string("Evidence of \(instance.id), Quell execution \(situation.execution)"),
                    "TagSpecifications": [["ResourceType": "snapshot", "Tags": tag]],
                ],
                on: [instanceARN] + volumes.map { arn("volume", $0) }
                    + ["arn:\(situation.finding.partition):ec2:*::snapshot/*"]),
            effect: Effect(
                call(
                    EC2.describeSnapshots,
                    [
                        "OwnerIds": ["self"],
                        "Filters": [["Name": "tag:quell:execution", "Values": [.string(situation.execution)]]],
                    ]),
                select: .list(volumes.map { "Snapshots[?VolumeId==\($0)] | [0].VolumeId" }),
                before: .array(volumes.map { _ in .null }), after: .array(volumes.map(JSONValue.string))),
            undo: .kept("Snapshots are evidence."), isRequired: false)
        return [step]
    }

    /// Nothing for an instance that EC2 cannot stop, or that does not run.
    var stop: [Step] {
        guard instance.state == "running", !instance.isStoreBacked else { return [] }
        let ids: JSONValue = ["InstanceIds": [.string(instance.id)]]
        let step = Step(
            "stop-\(instance.id)", "Stop \(instance.id).", call: call(EC2.stopInstances, ids, on: [instanceARN]),
            effect: Effect(
                Instance.call(instance.id, situation), select: "Reservations[].Instances[].State.Name",
                before: ["running"], after: ["stopped"], patience: 300),
            undo: .call(call(EC2.startInstances, ids, on: [instanceARN])))
        return [step]
    }

    /// What evidence may be lost all the same.
    var custodyRisk: [String] {
        var risks: [String] = []
        if instance.isSpot {
            risks.append("\(instance.id) is a Spot instance: EC2 may reclaim it, and knows no termination protection.")
        }
        if instance.isStoreBacked {
            risks.append(
                "\(instance.id) has an instance store as root volume: it cannot be stopped, and its data ends with it.")
        } else if action.stops {
            risks.append("Stopping loses the memory, and the data of instance store volumes.")
        }
        return risks
    }
}

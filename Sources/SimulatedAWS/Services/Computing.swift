import AWSClient
import JSON

/// The changes of EC2, but those of security groups.
extension World {
    mutating func compute(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        var region = self[account: arrival.account, region: arrival.region]
        var output: JSONValue = [:]
        switch name {
        case "CreateTags", "DeleteTags": try tag(&region, input, isRemoval: name == "DeleteTags")
        case "ModifyInstanceAttribute": try modifyInstance(&region, input)
        case "ModifyNetworkInterfaceAttribute": try modifyInterface(&region, input)
        case "CreateSnapshots": output = try createSnapshots(&region, input, arrival)
        case "StopInstances":
            try change(&region, input, from: ["running", "pending"], to: "stopping", "stopped", arrival)
        case "StartInstances": try change(&region, input, from: ["stopped"], to: "pending", "running", arrival)
        default: throw Self.unknown(name)
        }
        self[account: arrival.account, region: arrival.region] = region
        return output
    }

    private func tag(_ region: inout Region, _ input: Input, isRemoval: Bool) throws(Refusal) {
        let ids = input.texts("Resources") ?? []
        for id in ids where !region.has(id) {
            throw Refusal("InvalidID", "The ID '\(id)' is not valid")
        }
        for id in ids {
            var tags = region.tags[id] ?? [:]
            for tag in input.list("Tags") {
                guard let key = tag["Key"]?.string else { continue }
                guard !key.lowercased().hasPrefix("aws:") else {
                    throw Refusal("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved")
                }
                if !isRemoval {
                    tags[key] = tag["Value"]?.string ?? ""
                } else if tag["Value"] == nil || tag["Value"]?.string == tags[key] {
                    tags[key] = nil
                }
            }
            if isRemoval, input.json["Tags"] == nil { tags = [:] }
            guard tags.count <= 50 else { throw Refusal("TagLimitExceeded", "The maximum number of tags is 50.") }
            region.tags[id] = tags.isEmpty ? nil : tags
        }
    }

    private func modifyInstance(_ region: inout Region, _ input: Input) throws(Refusal) {
        let id = try input.required("InstanceId")
        guard var instance = region.instances[id] else {
            throw Refusal("InvalidInstanceID.NotFound", "The instance ID '\(id)' does not exist")
        }
        if let value = input.json["DisableApiTermination"]?["Value"]?.bool {
            guard instance.lifecycle != "spot" else {
                throw Refusal("UnsupportedOperation", "Spot instances know no termination protection.")
            }
            instance.isProtected = value
        }
        if let value = input.json["DisableApiStop"]?["Value"]?.bool { instance.isStopProtected = value }
        if let value = input.json["InstanceInitiatedShutdownBehavior"]?["Value"]?.string {
            guard ["stop", "terminate"].contains(value) else {
                throw Refusal("InvalidParameterValue", "Value (\(value)) is invalid.")
            }
            instance.shutdown = value
        }
        for mapping in input.list("BlockDeviceMappings") {
            guard let index = instance.mappings.firstIndex(where: { $0.device == mapping["DeviceName"]?.string }) else {
                throw Refusal("InvalidInstanceAttributeValue", "No device is currently mapped there.")
            }
            if let value = mapping["Ebs"]?["DeleteOnTermination"]?.bool {
                instance.mappings[index].isDeletedOnTermination = value
            }
        }
        region.instances[id] = instance
    }

    private func modifyInterface(_ region: inout Region, _ input: Input) throws(Refusal) {
        let id = try input.required("NetworkInterfaceId")
        guard let interface = region.interfaces[id] else {
            throw Refusal("InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '\(id)' does not exist")
        }
        guard !interface.isManaged else {
            throw Refusal("OperationNotPermitted", "You are not allowed to manage '\(id)'.")
        }
        guard let groups = input.texts("Groups") else { return }
        guard (1...5).contains(Set(groups).count) else {
            throw Refusal("InvalidParameterValue", "An interface has one to five security groups.")
        }
        for group in groups where region.groups[group]?.network != interface.network {
            throw Refusal("InvalidGroup.NotFound", "The security group '\(group)' does not exist")
        }
        region.interfaces[id]?.groups = groups
    }

    private mutating func createSnapshots(
        _ region: inout Region, _ input: Input, _ arrival: Arrival
    ) throws(Refusal) -> JSONValue {
        let id = input.json["InstanceSpecification"]?["InstanceId"]?.string ?? ""
        guard let instance = region.instances[id] else {
            throw Refusal("InvalidInstanceID.NotFound", "The instance ID '\(id)' does not exist")
        }
        let tags = Tags(input.list("TagSpecifications").first { $0["ResourceType"] == "snapshot" }?["Tags"])
        var made: [JSONValue] = []
        for mapping in instance.mappings {
            let snapshot = self.id("snap")
            region.snapshots[snapshot] = Snapshot(
                volume: mapping.volume, description: input.text("Description") ?? "", start: arrival.now)
            if !tags.isEmpty { region.tags[snapshot] = tags }
            made.append(["SnapshotId": .string(snapshot), "VolumeId": .string(mapping.volume), "State": "pending"])
        }
        return ["Snapshots": .array(made)]
    }

    /// How long an instance takes to stop or to start, in seconds.
    private static let passage = 20.0

    private func change(
        _ region: inout Region, _ input: Input, from: Set<String>, to passing: String, _ final: String,
        _ arrival: Arrival
    ) throws(Refusal) {
        for id in input.texts("InstanceIds") ?? [] {
            guard var instance = region.instances[id] else {
                throw Refusal("InvalidInstanceID.NotFound", "The instance ID '\(id)' does not exist")
            }
            let state = instance.state(at: arrival.now)
            if state == final || state == passing { continue }
            guard from.contains(state) else {
                throw Refusal("IncorrectInstanceState", "The instance '\(id)' is \(state).")
            }
            if final == "stopped", instance.isStopProtected {
                throw Refusal("OperationNotPermitted", "The instance '\(id)' may not be stopped.")
            }
            instance.state = passing
            instance.coming = Instance.Change(state: final, at: arrival.now + Self.passage)
            region.instances[id] = instance
        }
    }
}

extension Region {
    /// Whether EC2 has a thing of this id that carries tags.
    func has(_ id: String) -> Bool {
        instances[id] != nil || interfaces[id] != nil || groups[id] != nil || volumes[id] != nil
            || snapshots[id] != nil || networks[id] != nil || groups.values.contains { $0.rules[id] != nil }
    }
}

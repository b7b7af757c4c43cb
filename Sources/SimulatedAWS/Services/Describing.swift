import AWSClient
import JSON

/// The readings of EC2, but those of security groups.
extension World {
    func describe(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        let region = self[account: arrival.account, region: arrival.region]
        switch name {
        case "DescribeInstances": return try instances(of: region, input, arrival)
        case "DescribeInstanceAttribute": return try attribute(of: region, input)
        case "DescribeNetworkInterfaces": return try interfaces(of: region, input, arrival)
        case "DescribeVolumes": return try volumes(of: region, input)
        case "DescribeSnapshots": return try snapshots(of: region, input, arrival)
        case "DescribeTags": return try tags(of: region, input)
        case "DescribeVpcs": return try networks(of: region, input)
        case "GetManagedPrefixListEntries":
            let id = try input.required("PrefixListId")
            guard let ranges = region.prefixLists[id] else {
                throw Refusal("InvalidPrefixListID.NotFound", "The prefix list ID '\(id)' does not exist")
            }
            return ["Entries": .array(ranges.map { ["Cidr": .string($0)] })]
        case "DescribeRegions":
            let names = accounts[arrival.account]?.regions.keys.sorted() ?? []
            return ["Regions": .array(names.map { ["RegionName": .string($0), "OptInStatus": "opt-in-not-required"] })]
        default: throw Self.unknown(name)
        }
    }

    /// The ids that are asked for, all of which must be there; all there are where none is.
    static func wanted(
        _ ids: [String]?, of known: some Collection<String>, _ code: String
    ) throws(Refusal) -> [String] {
        guard let ids, !ids.isEmpty else { return known.sorted() }
        if let missing = ids.first(where: { !known.contains($0) }) {
            throw Refusal(code, "The ID '\(missing)' does not exist")
        }
        return ids
    }

    private func instances(of region: Region, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        let ids = try Self.wanted(input.texts("InstanceIds"), of: region.instances.keys, "InvalidInstanceID.NotFound")
        var reservations: [JSONValue] = []
        for id in ids {
            guard let instance = region.instances[id] else { continue }
            let state = instance.state(at: arrival.now)
            let isWanted = try input.passes { filter in
                switch filter {
                case "instance-id": [id]
                case "vpc-id": [instance.network]
                case "instance-state-name": [state]
                default: (region.tags[id] ?? [:]).filtered(filter)
                }
            }
            guard isWanted else { continue }
            var json: [String: JSONValue] = [
                "InstanceId": .string(id), "State": ["Name": .string(state)], "RootDeviceType": "ebs",
                "Tags": (region.tags[id] ?? [:]).json, "InstanceType": "t3.micro",
                "BlockDeviceMappings": .array(instance.mappings.map(\.json)),
            ]
            if state != "terminated" { json["VpcId"] = .string(instance.network) }
            if let profile = instance.profile { json["IamInstanceProfile"] = ["Arn": .string(profile)] }
            if let address = instance.publicAddress { json["PublicIpAddress"] = .string(address) }
            if let lifecycle = instance.lifecycle { json["InstanceLifecycle"] = .string(lifecycle) }
            reservations.append(["OwnerId": .string(arrival.account), "Instances": [.object(json)]])
        }
        return ["Reservations": .array(reservations)]
    }

    private func attribute(of region: Region, _ input: Input) throws(Refusal) -> JSONValue {
        let id = try input.required("InstanceId")
        guard let instance = region.instances[id] else {
            throw Refusal("InvalidInstanceID.NotFound", "The instance ID '\(id)' does not exist")
        }
        let attribute = try input.required("Attribute")
        let (name, value): (String, JSONValue)
        switch attribute {
        case "disableApiTermination": (name, value) = ("DisableApiTermination", ["Value": .bool(instance.isProtected)])
        case "disableApiStop": (name, value) = ("DisableApiStop", ["Value": .bool(instance.isStopProtected)])
        case "instanceInitiatedShutdownBehavior":
            (name, value) = ("InstanceInitiatedShutdownBehavior", ["Value": .string(instance.shutdown)])
        case "blockDeviceMapping": (name, value) = ("BlockDeviceMappings", .array(instance.mappings.map(\.json)))
        default: throw Refusal("InvalidParameterValue", "Value (\(attribute)) for parameter attribute is invalid.")
        }
        return .object(["InstanceId": .string(id), name: value])
    }

    private func interfaces(of region: Region, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        let ids = try Self.wanted(
            input.texts("NetworkInterfaceIds"), of: region.interfaces.keys, "InvalidNetworkInterfaceID.NotFound")
        var found: [JSONValue] = []
        for id in ids {
            guard let interface = region.interfaces[id] else { continue }
            let isWanted = try input.passes { filter in
                switch filter {
                case "network-interface-id": [id]
                case "attachment.instance-id": interface.instance.map { [$0] } ?? []
                case "group-id": interface.groups
                case "vpc-id": [interface.network]
                default: (region.tags[id] ?? [:]).filtered(filter)
                }
            }
            guard isWanted else { continue }
            var json: [String: JSONValue] = [
                "NetworkInterfaceId": .string(id), "OwnerId": .string(arrival.account), "InterfaceType": "interface",
                "RequesterManaged": .bool(interface.isManaged), "VpcId": .string(interface.network),
                "PrivateIpAddress": .string(interface.address), "TagSet": (region.tags[id] ?? [:]).json,
                "PrivateIpAddresses": [["PrivateIpAddress": .string(interface.address)]],
                "Ipv6Addresses": .array(interface.ipv6Addresses.map { ["Ipv6Address": .string($0)] }),
                "Groups": .array(
                    interface.groups.map { group in
                        ["GroupId": .string(group), "GroupName": .string(region.groups[group]?.name ?? "")]
                    }),
            ]
            if let instance = interface.instance {
                json["Attachment"] = [
                    "InstanceId": .string(instance), "DeviceIndex": .number(String(interface.deviceIndex)),
                    "Status": "attached",
                ]
            }
            found.append(.object(json))
        }
        return ["NetworkInterfaces": .array(found)]
    }

    private func volumes(of region: Region, _ input: Input) throws(Refusal) -> JSONValue {
        let ids = try Self.wanted(input.texts("VolumeIds"), of: region.volumes.keys, "InvalidVolume.NotFound")
        var found: [JSONValue] = []
        for id in ids {
            guard let volume = region.volumes[id], try input.passes({ (region.tags[id] ?? [:]).filtered($0) }) else {
                continue
            }
            found.append([
                "VolumeId": .string(id), "State": volume.instance == nil ? "available" : "in-use",
                "Size": .number(String(volume.size)), "Tags": (region.tags[id] ?? [:]).json,
                "Attachments": .array(
                    volume.instance.map { [["InstanceId": .string($0), "Device": .string(volume.device)]] } ?? []),
            ])
        }
        return ["Volumes": .array(found)]
    }

    private func snapshots(of region: Region, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        let ids = try Self.wanted(input.texts("SnapshotIds"), of: region.snapshots.keys, "InvalidSnapshot.NotFound")
        var found: [JSONValue] = []
        for id in ids {
            guard let snapshot = region.snapshots[id] else { continue }
            let tags = region.tags[id] ?? [:]
            let isWanted = try input.passes { $0 == "volume-id" ? [snapshot.volume] : tags.filtered($0) }
            guard isWanted else { continue }
            found.append([
                "SnapshotId": .string(id), "VolumeId": .string(snapshot.volume), "State": "completed",
                "OwnerId": .string(arrival.account), "Description": .string(snapshot.description),
                "StartTime": .string(ISO8601.format(snapshot.start)), "Tags": tags.json,
            ])
        }
        return ["Snapshots": .array(found)]
    }

    private func tags(of region: Region, _ input: Input) throws(Refusal) -> JSONValue {
        var found: [JSONValue] = []
        for (id, tags) in region.tags.sorted(by: { $0.key < $1.key }) {
            for (key, value) in tags.sorted(by: { $0.key < $1.key }) {
                let isWanted = try input.passes { filter in
                    switch filter {
                    case "resource-id": [id]
                    case "key": [key]
                    case "value": [value]
                    default: [key: value].filtered(filter)
                    }
                }
                if isWanted { found.append(["ResourceId": .string(id), "Key": .string(key), "Value": .string(value)]) }
            }
        }
        return ["Tags": .array(found)]
    }

    private func networks(of region: Region, _ input: Input) throws(Refusal) -> JSONValue {
        let ids = try Self.wanted(input.texts("VpcIds"), of: region.networks.keys, "InvalidVpcID.NotFound")
        let found = ids.compactMap { id -> JSONValue? in
            guard let network = region.networks[id] else { return nil }
            return [
                "VpcId": .string(id), "OwnerId": .string(network.owner),
                "CidrBlock": .string(network.ranges.first ?? ""),
                "State": "available",
                "Ipv6CidrBlockAssociationSet": network.hasIPv6 ? [["Ipv6CidrBlock": "2001:db8::/56"]] : [],
            ]
        }
        return ["Vpcs": .array(found)]
    }
}

extension Instance.Mapping {
    fileprivate var json: JSONValue {
        [
            "DeviceName": .string(device),
            "Ebs": [
                "VolumeId": .string(volume), "DeleteOnTermination": .bool(isDeletedOnTermination),
                "Status": "attached",
            ],
        ]
    }
}

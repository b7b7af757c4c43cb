import JSON

/// An EC2 instance as `DescribeInstances` tells of it.
struct Instance {
    struct Interface {
        let id: String
        let groups: [String]
        /// Account that owns the interface; another one than the instance's where AWS made it for a service.
        let owner: String?
    }

    struct Volume {
        let device: String
        let id: String
        let isDeletedOnTermination: Bool
    }

    let id: String
    let state: String
    let vpc: String
    let interfaces: [Interface]
    let volumes: [Volume]
    let profile: String?
    let publicAddress: String?
    let lifecycle: String?
    let rootDeviceType: String?
    /// Keys of its tags.
    let tags: [String: String]

    /// nil when the answer is about no such instance.
    init?(_ answer: JSONValue, id: String) {
        let instances: JSONQuery = "Reservations[].Instances[]"
        guard let json = instances(answer).array?.first(where: { $0["InstanceId"]?.string == id }) else { return nil }
        self.id = id
        state = json["State"]?["Name"]?.string ?? ""
        vpc = json["VpcId"]?.string ?? ""
        interfaces = (json["NetworkInterfaces"]?.array ?? []).compactMap { interface in
            guard let id = interface["NetworkInterfaceId"]?.string else { return nil }
            let groups = (interface["Groups"]?.array ?? []).compactMap { $0["GroupId"]?.string }
            return Interface(id: id, groups: groups, owner: interface["OwnerId"]?.string)
        }
        volumes = (json["BlockDeviceMappings"]?.array ?? []).compactMap { mapping in
            guard let device = mapping["DeviceName"]?.string, let id = mapping["Ebs"]?["VolumeId"]?.string else {
                return nil
            }
            return Volume(
                device: device, id: id, isDeletedOnTermination: mapping["Ebs"]?["DeleteOnTermination"]?.bool ?? false)
        }
        profile = json["IamInstanceProfile"]?["Arn"]?.string
        publicAddress = json["PublicIpAddress"]?.string
        lifecycle = json["InstanceLifecycle"]?.string
        rootDeviceType = json["RootDeviceType"]?.string
        let pairs = (json["Tags"]?.array ?? []).compactMap { tag in
            tag["Key"]?.string.map { ($0, tag["Value"]?.string ?? "") }
        }
        tags = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// Whether it still exists as something that can be isolated.
    var isGone: Bool { state == "terminated" || state == "shutting-down" }
}

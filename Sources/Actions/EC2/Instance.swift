import AWSClient
import ActionKit
import JSON

/// An EC2 instance as `DescribeInstances` tells of it.
struct Instance {
    struct Volume {
        let device: String
        let id: String
        let isDeletedOnTermination: Bool
    }

    let id: String
    let state: String
    /// Empty for an instance that is gone.
    let vpc: String
    let volumes: [Volume]
    /// ARN of its instance profile; nil without one.
    let profile: String?
    let publicAddress: String?
    let isSpot: Bool
    /// Whether its root volume is an instance store, so that it can only run or be terminated.
    let isStoreBacked: Bool
    let tags: [String: String]

    static func call(_ id: String, _ situation: Situation) -> Call {
        situation.call(EC2.describeInstances, ["InstanceIds": [.string(id)]])
    }

    /// nil when the answer tells of no such instance.
    init?(_ answer: JSONValue, id: String) {
        let instances: JSONQuery = "Reservations[].Instances[]"
        guard let json = instances(answer).array?.first(where: { $0["InstanceId"]?.string == id }) else { return nil }
        self.id = id
        state = json["State"]?["Name"]?.string ?? ""
        vpc = json["VpcId"]?.string ?? ""
        volumes = (json["BlockDeviceMappings"]?.array ?? []).compactMap { mapping in
            guard let device = mapping["DeviceName"]?.string, let id = mapping["Ebs"]?["VolumeId"]?.string else {
                return nil
            }
            return Volume(
                device: device, id: id, isDeletedOnTermination: mapping["Ebs"]?["DeleteOnTermination"]?.bool ?? false)
        }
        profile = json["IamInstanceProfile"]?["Arn"]?.string
        publicAddress = json["PublicIpAddress"]?.string
        isSpot = json["InstanceLifecycle"]?.string == "spot"
        isStoreBacked = json["RootDeviceType"]?.string == "instance-store"
        let pairs = (json["Tags"]?.array ?? []).compactMap { tag in
            tag["Key"]?.string.map { ($0, tag["Value"]?.string ?? "") }
        }
        tags = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// Whether nothing is left of it that can be isolated.
    var isGone: Bool { state == "terminated" || state == "shutting-down" }
}

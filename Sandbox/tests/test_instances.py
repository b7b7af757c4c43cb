from uuid import uuid4

from conftest import Cloud, launch, refused


def described(cloud: Cloud, instance: str) -> dict:
    return cloud.member("ec2").describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]


def interfaces(cloud: Cloud, instance: str) -> dict[str, list[str]]:
    filters = [{"Name": "attachment.instance-id", "Values": [instance]}]
    found = cloud.member("ec2").describe_network_interfaces(Filters=filters)["NetworkInterfaces"]
    return {each["NetworkInterfaceId"]: [group["GroupId"] for group in each["Groups"]] for each in found}


def second_interface(cloud: Cloud, instance: str, subnet: str, group: str) -> str:
    ec2 = cloud.member("ec2")
    eni = ec2.create_network_interface(SubnetId=subnet, Groups=[group])["NetworkInterface"]["NetworkInterfaceId"]
    ec2.attach_network_interface(NetworkInterfaceId=eni, InstanceId=instance, DeviceIndex=1)
    return eni


def make_group(cloud: Cloud, vpc: str) -> str:
    make = cloud.member("ec2").create_security_group
    return make(GroupName=uuid4().hex, Description="other", VpcId=vpc)["GroupId"]


def test_the_groups_of_each_interface_are_its_own(
    cloud: Cloud, vpc: str, subnet: str, group: str, instance: str
) -> None:
    second = second_interface(cloud, instance, subnet, group)
    other = make_group(cloud, vpc)
    (first,) = set(interfaces(cloud, instance)) - {second}
    cloud.member("ec2").modify_network_interface_attribute(NetworkInterfaceId=first, Groups=[other])
    assert interfaces(cloud, instance) == {first: [other], second: [group]}
    assert [each["GroupId"] for each in described(cloud, instance)["SecurityGroups"]] == [other]
    enis = described(cloud, instance)["NetworkInterfaces"]
    assert {each["NetworkInterfaceId"]: each["Groups"][0]["GroupId"] for each in enis} == {first: other, second: group}


def test_groups_of_an_instance_with_several_interfaces_are_refused(
    cloud: Cloud, vpc: str, subnet: str, group: str, instance: str
) -> None:
    ec2, other = cloud.member("ec2"), make_group(cloud, vpc)
    ec2.modify_instance_attribute(InstanceId=instance, Groups=[other])
    assert list(interfaces(cloud, instance).values()) == [[other]]
    second_interface(cloud, instance, subnet, group)
    with refused("InvalidInstanceID"):
        ec2.modify_instance_attribute(InstanceId=instance, Groups=[group])


def test_unknown_and_foreign_and_too_many_groups_are_refused(
    cloud: Cloud, vpc: str, subnet: str, instance: str
) -> None:
    ec2 = cloud.member("ec2")
    (eni,) = interfaces(cloud, instance)
    before = interfaces(cloud, instance)
    with refused("InvalidGroup.NotFound"):
        ec2.modify_network_interface_attribute(NetworkInterfaceId=eni, Groups=["sg-0123456789abcdef0"])
    with refused("InvalidGroup.NotFound"):
        launch(cloud, subnet, ["sg-0123456789abcdef0"])
    with refused("InvalidGroup.NotFound"):
        ec2.create_network_interface(SubnetId=subnet, Groups=["sg-0123456789abcdef0"])
    foreign = make_group(cloud, ec2.create_vpc(CidrBlock="10.2.0.0/16")["Vpc"]["VpcId"])
    with refused("InvalidParameter"):
        ec2.modify_network_interface_attribute(NetworkInterfaceId=eni, Groups=[foreign])
    many = [make_group(cloud, vpc) for _ in range(6)]
    with refused("SecurityGroupsPerInterfaceLimitExceeded"):
        ec2.modify_network_interface_attribute(NetworkInterfaceId=eni, Groups=many)
    assert interfaces(cloud, instance) == before
    ec2.modify_network_interface_attribute(NetworkInterfaceId=eni, Groups=many[:5])
    assert sorted(interfaces(cloud, instance)[eni]) == sorted(many[:5])


def test_attributes_are_kept(cloud: Cloud, subnet: str, group: str, instance: str) -> None:
    ec2 = cloud.member("ec2")

    def attribute(name: str, member: str) -> object:
        return ec2.describe_instance_attribute(InstanceId=instance, Attribute=name)[member]["Value"]

    assert attribute("disableApiTermination", "DisableApiTermination") is False
    assert attribute("instanceInitiatedShutdownBehavior", "InstanceInitiatedShutdownBehavior") == "stop"
    ec2.modify_instance_attribute(InstanceId=instance, DisableApiTermination={"Value": True})
    ec2.modify_instance_attribute(InstanceId=instance, InstanceInitiatedShutdownBehavior={"Value": "terminate"})
    assert attribute("disableApiTermination", "DisableApiTermination") is True
    assert attribute("instanceInitiatedShutdownBehavior", "InstanceInitiatedShutdownBehavior") == "terminate"
    assert list(interfaces(cloud, instance).values()) == [[group]]
    with refused("OperationNotPermitted"):
        ec2.terminate_instances(InstanceIds=[instance])
    with refused("InvalidParameterValue"):
        ec2.modify_instance_attribute(InstanceId=instance, InstanceInitiatedShutdownBehavior={"Value": "explode"})
    ec2.modify_instance_attribute(InstanceId=instance, DisableApiTermination={"Value": False})
    mapping = described(cloud, instance)["BlockDeviceMappings"][0]
    change = {"DeviceName": mapping["DeviceName"], "Ebs": {"DeleteOnTermination": False}}
    ec2.modify_instance_attribute(InstanceId=instance, BlockDeviceMappings=[change])
    assert described(cloud, instance)["BlockDeviceMappings"][0]["Ebs"]["DeleteOnTermination"] is False
    protected = launch(cloud, subnet, [group], DisableApiTermination=True)
    answer = ec2.describe_instance_attribute(InstanceId=protected, Attribute="disableApiTermination")
    assert answer["DisableApiTermination"]["Value"] is True
    with refused("InvalidInstanceID.NotFound"):
        ec2.modify_instance_attribute(InstanceId="i-0123456789abcdef0", DisableApiTermination={"Value": True})


def test_a_stopped_and_a_terminated_instance(cloud: Cloud, instance: str) -> None:
    ec2 = cloud.member("ec2")
    ec2.stop_instances(InstanceIds=[instance])
    assert described(cloud, instance)["State"]["Name"] == "stopped"
    ec2.start_instances(InstanceIds=[instance])
    assert described(cloud, instance)["State"]["Name"] == "running"
    ec2.terminate_instances(InstanceIds=[instance])
    assert described(cloud, instance)["State"]["Name"] == "terminated"
    with refused("InvalidInstanceID.NotFound"):
        ec2.describe_instances(InstanceIds=["i-0123456789abcdef0"])


def test_snapshots_of_every_volume_carry_tags(cloud: Cloud, instance: str) -> None:
    ec2 = cloud.member("ec2")
    volume = described(cloud, instance)["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
    ec2.create_tags(Resources=[volume], Tags=[{"Key": "Name", "Value": "root"}])
    made = ec2.create_snapshots(
        InstanceSpecification={"InstanceId": instance},
        Description="evidence",
        CopyTagsFromSource="volume",
        TagSpecifications=[{"ResourceType": "snapshot", "Tags": [{"Key": "incident", "Value": "1"}]}],
    )["Snapshots"]
    assert [each["VolumeId"] for each in made] == [volume]
    (kept,) = ec2.describe_snapshots(SnapshotIds=[made[0]["SnapshotId"]])["Snapshots"]
    assert {each["Key"]: each["Value"] for each in kept["Tags"]} == {"Name": "root", "incident": "1"}
    assert (kept["Description"], kept["State"]) == ("evidence", "completed")


def test_volumes_and_tags_are_described(cloud: Cloud) -> None:
    ec2 = cloud.member("ec2")
    tags = [{"ResourceType": "volume", "Tags": [{"Key": "SecurityException", "Value": "Jira-1"}]}]
    volume = ec2.create_volume(AvailabilityZone="eu-central-1a", Size=1, TagSpecifications=tags)["VolumeId"]
    (found,) = ec2.describe_volumes(VolumeIds=[volume])["Volumes"]
    assert (found["Encrypted"], found["State"]) == (False, "available")
    assert found["Tags"] == tags[0]["Tags"]
    ec2.delete_tags(Resources=[volume], Tags=[{"Key": "SecurityException"}])
    assert not ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [volume]}])["Tags"]
    with refused("InvalidVolume.NotFound"):
        ec2.describe_volumes(VolumeIds=["vol-0123456789abcdef0"])


def test_deleting_tags_without_naming_any_deletes_all_of_them(cloud: Cloud, instance: str) -> None:
    ec2 = cloud.member("ec2")

    def keys() -> set[str]:
        found = ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [instance]}])["Tags"]
        return {each["Key"] for each in found}

    ec2.create_tags(Resources=[instance], Tags=[{"Key": key, "Value": "x"} for key in ("a", "b", "c")])
    ec2.delete_tags(Resources=[instance], Tags=[{"Key": "a"}, {"Key": "b", "Value": "y"}])
    assert keys() == {"b", "c"}
    ec2.delete_tags(Resources=[instance])
    assert keys() == set()

"""The stand-in speaks as botocore reads it, and refuses what it does not know."""
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.exceptions
import pytest

from quell_soak import incidents
from quell_soak.quell import HOME_KEY
from quell_soak.stand_in.server import Server
from quell_soak.stand_in.service import Service


@pytest.fixture
def server() -> Iterator[Server]:
    world, _ = incidents.mixed(3)
    server = Server(Service(world, HOME_KEY))
    yield server
    server.stop()


def client(server: Server, service: str, account: str = incidents.account(0)) -> Any:
    keys = {"aws_access_key_id": HOME_KEY, "aws_secret_access_key": "soak"}
    place = {"endpoint_url": server.endpoint, "region_name": "eu-central-1"}
    sts = boto3.client("sts", **place, **keys)
    role = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/R", RoleSessionName="quell-0")["Credentials"]
    return boto3.client(
        service, **place, aws_access_key_id=role["AccessKeyId"], aws_secret_access_key=role["SecretAccessKey"],
        aws_session_token=role["SessionToken"],
    )


def test_an_instance_is_moved_to_a_new_group(server: Server) -> None:
    ec2, [instance] = client(server, "ec2"), server.service.world.instances
    [reservation] = ec2.describe_instances(InstanceIds=[instance])["Reservations"]
    [found] = reservation["Instances"]
    [interface] = found["NetworkInterfaces"]
    group = ec2.create_security_group(GroupName="g", Description="d", VpcId=found["VpcId"])["GroupId"]
    rule = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[rule])
    ec2.modify_network_interface_attribute(NetworkInterfaceId=interface["NetworkInterfaceId"], Groups=[group])
    by_instance = [{"Name": "attachment.instance-id", "Values": [instance]}]
    [now] = ec2.describe_network_interfaces(Filters=by_instance)["NetworkInterfaces"]
    assert [one["GroupId"] for one in now["Groups"]] == [group]
    assert ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])["SecurityGroupRules"] == []
    with pytest.raises(botocore.exceptions.ClientError, match="InvalidPermission.NotFound"):
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[rule])


def test_a_user_is_blocked(server: Server) -> None:
    iam = client(server, "iam")
    deny = "arn:aws:iam::aws:policy/AWSDenyAll"
    iam.attach_user_policy(UserName="deploy-0", PolicyArn=deny)
    assert deny in [one["PolicyArn"] for one in iam.list_attached_user_policies(UserName="deploy-0")["AttachedPolicies"]]
    for key in iam.list_access_keys(UserName="deploy-0")["AccessKeyMetadata"]:
        iam.update_access_key(UserName="deploy-0", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert {key["Status"] for key in iam.list_access_keys(UserName="deploy-0")["AccessKeyMetadata"]} == {"Inactive"}


def test_a_resource_of_another_account_is_not_there(server: Server) -> None:
    [instance] = server.service.world.instances
    with pytest.raises(botocore.exceptions.ClientError, match="InvalidInstanceID.NotFound"):
        client(server, "ec2", incidents.account(1)).describe_instances(InstanceIds=[instance])


def test_what_it_does_not_know_is_refused_and_remembered(server: Server) -> None:
    with pytest.raises(botocore.exceptions.ClientError):
        client(server, "ec2").describe_security_group_rules(Filters=[{"Name": "tag:a", "Values": ["b"]}])
    with pytest.raises(botocore.exceptions.ClientError):
        client(server, "iam").delete_user(UserName="deploy-0")
    assert len(server.service.strange) == 2

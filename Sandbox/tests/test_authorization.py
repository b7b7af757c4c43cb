"""The sandbox asks policies about the resources of each call, as AWS does."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError
from conftest import ONE, SECURITY, TWO, Cloud, launch, refused

RESPONDER = f"arn:aws:iam::{SECURITY}:user/quell-responder"
EC2 = f"arn:aws:ec2:eu-central-1:{ONE}"
Made = tuple[str, tuple]


def statement(action: Any, resource: Any = "*", effect: str = "Allow", **condition: Any) -> dict[str, Any]:
    made = {"Effect": effect, "Action": action, "Resource": resource}
    return made | ({"Condition": condition} if condition else {})


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


@pytest.fixture
def acting(cloud: Cloud) -> Callable[..., Callable[..., Any]]:
    """Clients of a new role in an account, which may do what the statements say."""

    def make(*statements: dict[str, Any], account: str = ONE, path: str = "/", boundary: str | None = None, **assume: Any) -> Any:
        name, iam = f"acting-{uuid4().hex[:8]}", cloud.member("iam", account)
        trust = {"Effect": "Allow", "Principal": {"AWS": RESPONDER}, "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]}
        more = {"PermissionsBoundary": boundary} if boundary else {}
        arn = iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=document(trust), **more)["Role"]["Arn"]
        if statements:
            iam.put_role_policy(RoleName=name, PolicyName="it", PolicyDocument=document(*statements))
        keys = cloud.assume(arn, **assume)
        return lambda service, region="eu-central-1": cloud.client(service, keys, region)

    return make


def message(call: Callable[..., Any], **parameters: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    return caught.value.response["Error"]["Message"]


def test_an_instance_is_allowed_by_its_arn(cloud: Cloud, acting: Any, subnet: str, group: str) -> None:
    mine, other = launch(cloud, subnet, [group]), launch(cloud, subnet, [group])
    ec2 = acting(statement("ec2:StopInstances", f"{EC2}:instance/{mine}"))("ec2")
    ec2.stop_instances(InstanceIds=[mine])
    with refused("UnauthorizedOperation", 403):
        ec2.stop_instances(InstanceIds=[other])
    with refused("UnauthorizedOperation"):
        ec2.stop_instances(InstanceIds=[mine, other])
    said = message(ec2.stop_instances, InstanceIds=[other])
    assert f"is not authorized to perform: ec2:StopInstances on resource: {EC2}:instance/{other}" in said
    assert said.endswith("because no identity-based policy allows the ec2:StopInstances action")


def test_an_interface_moves_onto_groups_with_the_tag_only(cloud: Cloud, acting: Any, vpc: str, instance: str) -> None:
    admin = cloud.member("ec2")
    groups = [admin.create_security_group(GroupName=f"g-{name}", Description="x", VpcId=vpc)["GroupId"] for name in "ab"]
    admin.create_tags(Resources=groups[:1], Tags=[{"Key": "quell:role", "Value": "isolation"}])
    eni = admin.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]["NetworkInterfaces"][0]
    ec2 = acting(
        statement("ec2:ModifyNetworkInterfaceAttribute", f"{EC2}:network-interface/*"),
        statement(
            "ec2:ModifyNetworkInterfaceAttribute",
            f"{EC2}:security-group/*",
            StringEquals={"aws:ResourceTag/quell:role": "isolation"},
        ),
    )("ec2")
    move = {"NetworkInterfaceId": eni["NetworkInterfaceId"]}
    ec2.modify_network_interface_attribute(**move, Groups=groups[:1])
    for onto in (groups[1:], groups):
        with refused("UnauthorizedOperation"):
            ec2.modify_network_interface_attribute(**move, Groups=onto)
    admin.create_tags(Resources=groups[1:], Tags=[{"Key": "quell:role", "Value": "isolation"}])
    ec2.modify_network_interface_attribute(**move, Groups=groups)


def test_tags_at_creation_are_asked_for_by_themselves(cloud: Cloud, acting: Any, vpc: str) -> None:
    create = statement("ec2:CreateSecurityGroup", [f"{EC2}:security-group/*", f"{EC2}:vpc/{vpc}"])
    tag = statement("ec2:CreateTags", f"{EC2}:security-group/*", StringEquals={"ec2:CreateAction": "CreateSecurityGroup"})
    only = statement("ec2:CreateTags", effect="Deny", **{"ForAnyValue:StringEquals": {"aws:TagKeys": "SecurityException"}})

    def make(client: Any, *keys: str) -> str:
        tags = [{"ResourceType": "security-group", "Tags": [{"Key": key, "Value": "x"} for key in keys]}] if keys else []
        return client.create_security_group(GroupName=uuid4().hex, Description="x", VpcId=vpc, TagSpecifications=tags)["GroupId"]

    untagged, tagged = acting(create)("ec2"), acting(create, tag, only)("ec2")
    assert make(untagged) and make(tagged, "Name")
    with refused("UnauthorizedOperation"):
        make(untagged, "Name")
    with refused("UnauthorizedOperation"):
        make(tagged, "Name", "SecurityException")
    with refused("UnauthorizedOperation"):
        tagged.create_tags(Resources=[make(tagged)], Tags=[{"Key": "Name", "Value": "later"}])
    with refused("UnauthorizedOperation"):
        acting(statement("ec2:CreateSecurityGroup", f"{EC2}:security-group/*"))("ec2").create_security_group(
            GroupName="x", Description="x", VpcId=vpc
        )


def test_the_tags_asked_for_at_creation_are_those_of_the_request(acting: Any, vpc: str) -> None:
    wanted = {"StringEquals": {"aws:RequestTag/quell:role": "isolation"}}
    ec2 = acting(
        statement("ec2:CreateSecurityGroup", f"{EC2}:security-group/*", **wanted),
        statement("ec2:CreateSecurityGroup", f"{EC2}:vpc/*"),
        statement("ec2:CreateTags"),
    )("ec2")

    def make(value: str) -> str:
        tags = [{"ResourceType": "security-group", "Tags": [{"Key": "quell:role", "Value": value}]}]
        return ec2.create_security_group(GroupName=uuid4().hex, Description="x", VpcId=vpc, TagSpecifications=tags)["GroupId"]

    assert make("isolation")
    with refused("UnauthorizedOperation"):
        make("transit")


def test_snapshots_ask_for_the_instance_its_volumes_and_the_new_ones(cloud: Cloud, acting: Any, instance: str) -> None:
    volume = cloud.member("ec2").describe_volumes(Filters=[{"Name": "attachment.instance-id", "Values": [instance]}])
    arns = [f"{EC2}:instance/{instance}", f"{EC2}:volume/{volume['Volumes'][0]['VolumeId']}", "arn:aws:ec2:eu-central-1::snapshot/*"]
    take = {"InstanceSpecification": {"InstanceId": instance}}
    assert acting(statement("ec2:CreateSnapshots", arns))("ec2").create_snapshots(**take)["Snapshots"]
    for missing in arns:
        rest = [each for each in arns if each != missing]
        said = message(acting(statement("ec2:CreateSnapshots", rest))("ec2").create_snapshots, **take)
        assert f"on resource: {missing} " in said


def test_all_tags_at_once_have_no_keys(acting: Any, instance: str) -> None:
    ec2 = acting(statement("ec2:*"), statement("ec2:DeleteTags", effect="Deny", Null={"aws:TagKeys": "true"}))("ec2")
    ec2.create_tags(Resources=[instance], Tags=[{"Key": "a", "Value": "1"}])
    ec2.delete_tags(Resources=[instance], Tags=[{"Key": "a"}])
    with refused("UnauthorizedOperation"):
        ec2.delete_tags(Resources=[instance])


def test_a_snapshot_is_unshared_but_not_shared(cloud: Cloud, acting: Any, instance: str) -> None:
    snapshot = cloud.member("ec2").create_snapshots(InstanceSpecification={"InstanceId": instance})["Snapshots"][0]["SnapshotId"]
    unshare = statement(
        "ec2:ModifySnapshotAttribute",
        "arn:aws:ec2:*::snapshot/*",
        Null={"ec2:Add/group": "true", "ec2:Add/userId": "true"},
    )
    ec2 = acting(unshare)("ec2")
    change = {"SnapshotId": snapshot, "Attribute": "createVolumePermission"}
    ec2.modify_snapshot_attribute(**change, CreateVolumePermission={"Remove": [{"Group": "all"}]})
    ec2.modify_snapshot_attribute(**change, OperationType="remove", UserIds=[TWO])
    for sharing in (
        {"CreateVolumePermission": {"Add": [{"Group": "all"}]}},
        {"CreateVolumePermission": {"Add": [{"UserId": TWO}, {"UserId": SECURITY}]}},
        {"OperationType": "add", "UserIds": [TWO]},
        {"OperationType": "add", "GroupNames": ["all"]},
    ):
        with refused("UnauthorizedOperation"):
            ec2.modify_snapshot_attribute(**change, **sharing)


def test_users_are_allowed_by_their_arn_with_the_path(cloud: Cloud, acting: Any) -> None:
    names = {path: f"user-{uuid4().hex[:8]}" for path in ("/", "/break-glass/")}
    for path, name in names.items():
        cloud.member("iam").create_user(UserName=name, Path=path)
    deny = statement("iam:*", "arn:aws:iam::*:user/break-glass/*", "Deny")
    iam = acting(statement("iam:*", "arn:aws:iam::*:user/*"), deny)("iam")
    assert iam.get_user(UserName=names["/"])
    assert f"user/break-glass/{names['/break-glass/']} with an explicit deny" in message(iam.get_user, UserName=names["/break-glass/"])
    with refused("AccessDenied"):
        iam.create_user(UserName=f"user-{uuid4().hex[:8]}", Path="/break-glass/")
    assert iam.create_user(UserName=f"user-{uuid4().hex[:8]}", Path="/team/")


def test_only_the_named_policy_can_be_attached(cloud: Cloud, acting: Any) -> None:
    name, deny_all = f"user-{uuid4().hex[:8]}", "arn:aws:iam::aws:policy/AWSDenyAll"
    cloud.member("iam").create_user(UserName=name)
    iam = acting(statement("iam:AttachUserPolicy", ArnEquals={"iam:PolicyARN": deny_all}))("iam")
    iam.attach_user_policy(UserName=name, PolicyArn=deny_all)
    with refused("AccessDenied", 403):
        iam.attach_user_policy(UserName=name, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")


def test_iam_tags_are_seen_in_requests_resources_and_principals(cloud: Cloud, acting: Any) -> None:
    own = {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}
    names = [f"user-{uuid4().hex[:8]}" for _ in range(2)]
    for name, team in zip(names, ("red", "blue"), strict=True):
        cloud.member("iam").create_user(UserName=name, Tags=[{"Key": "team", "Value": team}])
    rules = (
        statement("iam:GetUser", StringEquals=own),
        statement("iam:TagUser", **{"ForAllValues:StringLike": {"aws:TagKeys": "quell:*"}}),
    )
    iam = acting(*rules, Tags=[{"Key": "team", "Value": "red"}])("iam")
    assert iam.get_user(UserName=names[0])
    with refused("AccessDenied"):
        iam.get_user(UserName=names[1])
    iam.tag_user(UserName=names[0], Tags=[{"Key": "quell:seen", "Value": "1"}])
    with refused("AccessDenied"):
        iam.tag_user(UserName=names[0], Tags=[{"Key": "quell:seen", "Value": "1"}, {"Key": "team", "Value": "blue"}])


RUNBOOK = "AWS-DisableS3BucketPublicReadWrite"


def test_a_runbook_is_allowed_by_name_and_version(acting: Any) -> None:
    definition = f"arn:aws:ssm:eu-central-1:*:automation-definition/{RUNBOOK}:1"
    ssm = acting(statement("ssm:StartAutomationExecution", definition))("ssm")
    start = {"DocumentName": RUNBOOK, "Parameters": {"S3BucketName": ["bucket"]}}
    assert ssm.start_automation_execution(**start, DocumentVersion="1")["AutomationExecutionId"]
    for version in ({}, {"DocumentVersion": "$LATEST"}):
        with refused("AccessDeniedException"):
            ssm.start_automation_execution(**start, **version)
    said = message(ssm.start_automation_execution, **start, DocumentVersion="1", Tags=[{"Key": "a", "Value": "b"}])
    assert "ssm:AddTagsToResource on resource: arn:aws:ssm:eu-central-1:111111111111:automation-execution/*" in said


def test_a_role_is_passed_only_by_who_may(acting: Any) -> None:
    role = f"arn:aws:iam::{ONE}:role/AWS-SystemsManager-AutomationExecutionRole"
    start = statement("ssm:StartAutomationExecution")
    wanted = {"DocumentName": RUNBOOK, "Parameters": {"S3BucketName": ["bucket"], "AutomationAssumeRole": [role]}}
    said = message(acting(start)("ssm").start_automation_execution, **wanted)
    assert f"iam:PassRole on resource: {role}" in said
    for service, allowed in (("ssm.amazonaws.com", True), ("ec2.amazonaws.com", False)):
        passing = statement("iam:PassRole", role, StringEquals={"iam:PassedToService": service})
        ssm = acting(start, passing)("ssm")
        if allowed:
            assert ssm.start_automation_execution(**wanted)
        else:
            with refused("AccessDeniedException"):
                ssm.start_automation_execution(**wanted)


def test_a_region_and_a_source_identity_can_be_asked_for(acting: Any) -> None:
    home = statement("ec2:DescribeVpcs", StringEquals={"aws:RequestedRegion": "eu-central-1"})
    ours = statement("ec2:DescribeSubnets", StringLike={"aws:SourceIdentity": "quell-*"})
    clients = acting(home, ours, SourceIdentity="quell-7")
    assert clients("ec2").describe_vpcs() and clients("ec2").describe_subnets()
    with refused("UnauthorizedOperation"):
        clients("ec2", "us-east-1").describe_vpcs()
    with refused("UnauthorizedOperation"):
        acting(ours)("ec2").describe_subnets()


def test_a_boundary_and_a_session_policy_are_limits_by_resource(cloud: Cloud, acting: Any, subnet: str, group: str) -> None:
    mine, other = launch(cloud, subnet, [group]), launch(cloud, subnet, [group])
    only = document(statement("ec2:StopInstances", f"{EC2}:instance/{mine}"))
    created = cloud.member("iam").create_policy(PolicyName=f"boundary-{uuid4().hex[:8]}", PolicyDocument=only)["Policy"]["Arn"]
    for limit, name in (({"boundary": created}, "permissions boundary"), ({"Policy": only}, "session policy")):
        ec2 = acting(statement("ec2:*"), **limit)("ec2")
        ec2.stop_instances(InstanceIds=[mine])
        assert message(ec2.stop_instances, InstanceIds=[other]).endswith(f"because no {name} allows the ec2:StopInstances action")


def test_one_session_of_a_role_can_be_denied(cloud: Cloud, acting: Any) -> None:
    iam = cloud.member("iam")
    deny = statement("*", effect="Deny", StringEquals={"aws:userid": "${aws:PrincipalTag/quell:q-userid, 'none'}"})
    clients = acting(statement("ec2:DescribeVpcs"), statement("sts:*"), deny)
    identity = clients("sts").get_caller_identity()
    assert clients("ec2").describe_vpcs()
    name = identity["Arn"].split("/")[1]
    iam.tag_role(RoleName=name, Tags=[{"Key": "quell:q-userid", "Value": identity["UserId"]}])
    with refused("UnauthorizedOperation"):
        clients("ec2").describe_vpcs()


def test_a_bucket_policy_grants_across_accounts_together_with_ones_own(cloud: Cloud, acting: Any) -> None:
    bucket, s3 = f"bucket-{uuid4().hex[:8]}", cloud.member("s3", TWO)
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    allowed = acting(statement("s3:GetBucketTagging", f"arn:aws:s3:::{bucket}"))("s3")
    assert "because no resource-based policy allows" in message(allowed.get_bucket_tagging, Bucket=bucket)
    grant = {**statement("s3:GetBucketTagging", f"arn:aws:s3:::{bucket}"), "Principal": {"AWS": ONE}}
    s3.put_bucket_policy(Bucket=bucket, Policy=document(grant))
    assert "because no identity-based policy allows" in message(acting()("s3").get_bucket_tagging, Bucket=bucket)


def test_a_queue_policy_can_refuse_what_ones_own_policy_allows(cloud: Cloud, acting: Any) -> None:
    clients = acting(statement("sqs:*"))
    url = clients("sqs").create_queue(QueueName=f"queue-{uuid4().hex[:8]}")["QueueUrl"]
    clients("sqs").send_message(QueueUrl=url, MessageBody="one")
    deny = {**statement("sqs:SendMessage", effect="Deny"), "Principal": "*"}
    clients("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": document(deny)})
    said = message(clients("sqs").send_message, QueueUrl=url, MessageBody="two")
    assert said.endswith("with an explicit deny in a resource-based policy")
    assert clients("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])


def test_a_journal_is_written_item_by_item(acting: Any) -> None:
    table, name = f"arn:aws:dynamodb:eu-central-1:{ONE}:table/*", f"table-{uuid4().hex[:8]}"
    clients = acting(statement(["dynamodb:CreateTable", "dynamodb:PutItem"], table))
    key = {"AttributeName": "id", "AttributeType": "S"}
    clients("dynamodb").create_table(
        TableName=name, AttributeDefinitions=[key], KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST"
    )
    put = {"Put": {"TableName": name, "Item": {"id": {"S": "1"}}}}
    delete = {"Delete": {"TableName": name, "Key": {"id": {"S": "2"}}}}
    clients("dynamodb").transact_write_items(TransactItems=[put])
    said = message(clients("dynamodb").transact_write_items, TransactItems=[put, delete])
    assert "dynamodb:DeleteItem on resource" in said
    with refused("AccessDeniedException"):
        clients("dynamodb").query(TableName=name, IndexName="by-state", KeyConditionExpression="id = :i")


def test_what_cannot_be_told_is_neither_allowed_nor_refused(acting: Any, vpc: str) -> None:
    everything = statement("*")
    with refused("NotImplemented", 501):
        acting(everything)("ec2").describe_trunk_interface_associations()
    unknown_key = acting(statement("ec2:*", StringEquals={"ec2:Tenancy": "default"}))("ec2")
    said = message(unknown_key.create_tags, Resources=[vpc], Tags=[{"Key": "a", "Value": "b"}])
    assert "ec2:Tenancy" in said

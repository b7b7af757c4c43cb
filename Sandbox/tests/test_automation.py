import json
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, THREE, TWO, Cloud, eventually, refused

ENCRYPT = "AWS-EnableS3BucketEncryption"


def bucket(cloud: Cloud, account: str = ONE, acl: str = "private") -> str:
    name = f"bucket-{uuid4().hex[:12]}"
    cloud.member("s3", account).create_bucket(
        Bucket=name, ACL=acl, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    return name


def run(cloud: Cloud, document: str, parameters: dict, account: str | None = ONE, **more: Any) -> tuple[dict, dict]:
    """The execution right after its start, and when it has ended."""
    ssm = cloud.member("ssm", account) if account else cloud.responder("ssm")
    started = ssm.start_automation_execution(DocumentName=document, Parameters=parameters, **more)

    def get() -> dict:
        return ssm.get_automation_execution(AutomationExecutionId=started["AutomationExecutionId"])[
            "AutomationExecution"
        ]

    first = get()

    def end() -> dict | None:
        now = get()
        return now if now["AutomationExecutionStatus"] != "InProgress" else None

    return first, eventually(end)


def encryption(cloud: Cloud, name: str, account: str = ONE) -> str:
    rules = cloud.member("s3", account).get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"]
    return rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]


def test_encrypts_a_bucket(cloud: Cloud) -> None:
    name = bucket(cloud)
    with refused("ServerSideEncryptionConfigurationNotFoundError", 404):
        encryption(cloud, name)
    first, last = run(cloud, ENCRYPT, {"BucketName": [name]})
    assert (first["AutomationExecutionStatus"], last["AutomationExecutionStatus"]) == ("InProgress", "Success")
    assert last["ExecutionEndTime"] > last["ExecutionStartTime"]
    assert last["Parameters"] == {"BucketName": [name], "SSEAlgorithm": ["AES256"]}
    assert encryption(cloud, name) == "AES256"


def test_blocks_public_access_to_a_bucket(cloud: Cloud) -> None:
    name, s3 = bucket(cloud, acl="public-read-write"), cloud.member("s3")
    with refused("NoSuchPublicAccessBlockConfiguration", 404):
        s3.get_public_access_block(Bucket=name)
    _, last = run(cloud, "AWS-DisableS3BucketPublicReadWrite", {"S3BucketName": [name]})
    assert last["AutomationExecutionStatus"] == "Success"
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    names = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    assert block == dict.fromkeys(names, True)


@pytest.mark.parametrize(
    ("document", "state"), [("AWS-StopEC2Instance", "stopped"), ("AWS-TerminateEC2Instance", "terminated")]
)
def test_stops_and_terminates_instances(cloud: Cloud, instance: str, document: str, state: str) -> None:
    _, last = run(cloud, document, {"InstanceId": [instance]})
    assert last["AutomationExecutionStatus"] == "Success"
    (found,) = cloud.member("ec2").describe_instances(InstanceIds=[instance])["Reservations"]
    assert found["Instances"][0]["State"]["Name"] == state


def role(cloud: Cloud, trusted: str, *actions: str) -> str:
    name, iam = f"runbook-{uuid4().hex[:8]}", cloud.member("iam")
    trust = {
        "Effect": "Allow", "Principal": {"Service": trusted}, "Action": "sts:AssumeRole",
        "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:ssm:*:{ONE}:automation-execution/*"}},
    }  # fmt: skip
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
    for action in actions:
        allow = {"Effect": "Allow", "Action": action, "Resource": "*"}
        iam.put_role_policy(RoleName=name, PolicyName="it", PolicyDocument=document(allow))
    return made


def document(statement: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_runbook_acts_as_the_role_that_it_is_given(cloud: Cloud) -> None:
    name, parameters = bucket(cloud), {}
    for actions, status in ((("s3:GetEncryptionConfiguration",), "Failed"), (("s3:PutEncryptionConfiguration",), "Success")):
        parameters = {"BucketName": [name], "AutomationAssumeRole": [role(cloud, "ssm.amazonaws.com", *actions)]}
        _, last = run(cloud, ENCRYPT, parameters)
        assert last["AutomationExecutionStatus"] == status, last
        if status == "Failed":
            assert "s3:PutEncryptionConfiguration" in last["FailureMessage"]
    assert encryption(cloud, name) == "AES256"
    parameters["AutomationAssumeRole"] = [role(cloud, "ec2.amazonaws.com", "s3:*")]
    with refused("InvalidAutomationExecutionParametersException"):
        cloud.member("ssm").start_automation_execution(DocumentName=ENCRYPT, Parameters=parameters)


def test_without_a_role_it_may_do_what_its_caller_may(cloud: Cloud) -> None:
    name, policy = bucket(cloud), document({"Effect": "Allow", "Action": "ssm:*", "Resource": "*"})
    keys = cloud.assume(f"arn:aws:iam::{ONE}:role/Security-IR-Role", Policy=policy)
    ssm = cloud.client("ssm", keys)
    started = ssm.start_automation_execution(DocumentName=ENCRYPT, Parameters={"BucketName": [name]})
    assert cloud.control("POST", "drain", {})["finished"]
    last = ssm.get_automation_execution(AutomationExecutionId=started["AutomationExecutionId"])["AutomationExecution"]
    assert (last["AutomationExecutionStatus"], "AccessDenied" in last["FailureMessage"]) == ("Failed", True)


@pytest.mark.parametrize("name", ["no-such-bucket", "another account's"])
def test_fails_with_a_reason(cloud: Cloud, name: str) -> None:
    name = bucket(cloud, TWO) if " " in name else name
    _, last = run(cloud, ENCRYPT, {"BucketName": [name]})
    assert last["AutomationExecutionStatus"] == "Failed"
    assert "bucket" in last["FailureMessage"]
    assert last["StepExecutions"][0]["StepStatus"] == "Failed"


def test_runs_in_the_accounts_of_its_target_locations(cloud: Cloud) -> None:
    name = bucket(cloud, TWO)
    locations = [{"Accounts": [TWO], "Regions": ["eu-central-1"]}]
    _, parent = run(cloud, ENCRYPT, {"BucketName": [name]}, None, TargetLocations=locations)
    assert parent["AutomationExecutionStatus"] == "Success"
    assert encryption(cloud, name, TWO) == "AES256"
    filters = [{"Key": "ParentExecutionId", "Values": [parent["AutomationExecutionId"]]}]
    (child,) = describe(cloud.member("ssm", TWO), filters)
    assert child["AutomationExecutionStatus"] == "Success"


def test_one_failing_child_fails_the_parent(cloud: Cloud) -> None:
    name = bucket(cloud, TWO)
    locations = [{"Accounts": [TWO, THREE], "Regions": ["eu-central-1"]}]
    _, parent = run(cloud, ENCRYPT, {"BucketName": [name]}, None, TargetLocations=locations)
    assert parent["AutomationExecutionStatus"] == "Failed"
    assert parent["FailureMessage"].startswith(THREE)
    assert encryption(cloud, name, TWO) == "AES256"
    locations[0]["ExecutionRoleName"] = "no-such-role"
    _, parent = run(cloud, ENCRYPT, {"BucketName": [name]}, None, TargetLocations=locations)
    assert "no-such-role cannot be assumed" in parent["FailureMessage"]


def test_unknown_documents_and_bad_parameters_are_refused(cloud: Cloud) -> None:
    start = cloud.member("ssm").start_automation_execution
    with refused("AutomationDefinitionNotFoundException"):
        start(DocumentName="AWS-NoSuchRunbook")
    with refused("AutomationDefinitionVersionNotFoundException"):
        start(DocumentName=ENCRYPT, DocumentVersion="7", Parameters={"BucketName": ["a"]})
    for parameters in ({}, {"Bucket": ["a"]}, {"BucketName": ["a"], "SSEAlgorithm": ["ROT13"]}, {"BucketName": []}):
        with refused("InvalidAutomationExecutionParametersException"):
            start(DocumentName=ENCRYPT, Parameters=parameters)
    with refused("AutomationExecutionNotFoundException"):
        cloud.member("ssm").get_automation_execution(AutomationExecutionId=str(uuid4()))


def test_a_client_token_is_good_for_one_execution(cloud: Cloud) -> None:
    token, start = str(uuid4()), cloud.member("ssm").start_automation_execution
    how = {"DocumentName": ENCRYPT, "Parameters": {"BucketName": [bucket(cloud)]}}
    start(ClientToken=token, **how)
    for again in (token, token.upper()):
        with refused("IdempotentParameterMismatch"):
            start(ClientToken=again, **how)


def test_executions_are_found_by_tag_and_document(cloud: Cloud) -> None:
    key = f"quell-{uuid4().hex[:8]}"
    ssm, tags = cloud.member("ssm"), [{"Key": key, "Value": "1"}]
    _, last = run(cloud, ENCRYPT, {"BucketName": [bucket(cloud)]}, Tags=tags)
    by_tag = [{"Key": "TagKey", "Values": [key]}]
    for prefix, count in (("AWS-Enable", 1), ("AWS-Disable", 0)):
        found = describe(ssm, [*by_tag, {"Key": "DocumentNamePrefix", "Values": [prefix]}])
        assert [each["AutomationExecutionId"] for each in found] == [last["AutomationExecutionId"]] * count
    assert "StepExecutions" not in describe(ssm, by_tag)[0]
    assert describe(ssm, [*by_tag, {"Key": "ExecutionStatus", "Values": ["Failed"]}]) == []
    with refused("InvalidFilterKey"):
        describe(ssm, [{"Key": "OpsItemId", "Values": ["x"]}])
    pages = list(ssm.get_paginator("describe_automation_executions").paginate(MaxResults=1))
    assert len(pages) >= 2
    assert all(len(page["AutomationExecutionMetadataList"]) == 1 for page in pages)


def test_a_stopped_execution_does_nothing_more(cloud: Cloud) -> None:
    name, ssm = bucket(cloud), cloud.member("ssm")
    started = ssm.start_automation_execution(DocumentName=ENCRYPT, Parameters={"BucketName": [name]})
    ssm.stop_automation_execution(AutomationExecutionId=started["AutomationExecutionId"])
    assert cloud.control("POST", "drain", {})["finished"]
    execution = ssm.get_automation_execution(AutomationExecutionId=started["AutomationExecutionId"])
    assert execution["AutomationExecution"]["AutomationExecutionStatus"] == "Cancelled"
    with refused("ServerSideEncryptionConfigurationNotFoundError"):
        encryption(cloud, name)
    with refused("InvalidAutomationStatusUpdateException"):
        ssm.stop_automation_execution(AutomationExecutionId=started["AutomationExecutionId"])


def describe(ssm: Any, filters: list[dict]) -> list[dict]:
    return ssm.describe_automation_executions(Filters=filters)["AutomationExecutionMetadataList"]

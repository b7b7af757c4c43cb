"""A person's choice in Security Hub becomes an event with the findings it was made for."""

import json
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, SECURITY, TWO, Bare, refused

from quell_sandbox.guardduty_findings import new_finding
from quell_sandbox.hub_findings import imported, type_name

INSTANCE = {
    "resourceType": "Instance",
    "instanceDetails": {
        "instanceId": "i-0123456789abcdef0",
        "instanceType": "t3.micro",
        "imageId": "ami-1",
        "tags": [{"key": "team", "value": "blue"}],
        "networkInterfaces": [{"privateIpAddress": "10.0.0.5", "vpcId": "vpc-1", "subnetId": "subnet-1"}],
    },
}
KEY = {
    "resourceType": "AccessKey",
    "accessKeyDetails": {"accessKeyId": "AKIAEXAMPLE", "principalId": "AIDAX", "userType": "IAMUser"},
}


def finding(kind: str, resource: dict[str, Any], account: str = ONE) -> dict[str, Any]:
    return new_finding(account, "eu-central-1", "d" * 32, kind, resource=resource)


@pytest.fixture(scope="module")
def hub(bare: Bare) -> dict[str, str]:
    """An action, and the URL of a queue that hears of it."""
    name, client = f"Act{uuid4().hex[:6]}", bare.operator("securityhub", SECURITY)
    client.enable_security_hub()
    action = client.create_action_target(Name=name, Description="Acts", Id=name)["ActionTargetArn"]
    sqs, events = bare.operator("sqs", SECURITY), bare.operator("events", SECURITY)
    arn = f"arn:aws:sqs:eu-central-1:{SECURITY}:{name}"
    statement = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
    statement |= {"Resource": arn, "Condition": {"StringEquals": {"aws:SourceAccount": SECURITY}}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    url = sqs.create_queue(QueueName=name, Attributes={"Policy": policy})["QueueUrl"]
    events.put_rule(Name=name, EventPattern=json.dumps({"source": ["aws.securityhub"], "resources": [action]}))
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": arn}])
    return {"name": name, "action": action, "url": url}


def act(bare: Bare, *arns: str, **action: str) -> dict[str, Any]:
    return bare.control("POST", "hub-actions", {"region": "eu-central-1", "findingArns": list(arns), **action})


def test_an_action_sends_its_findings(bare: Bare, hub: dict[str, str]) -> None:
    given = finding("Backdoor:EC2/C&CActivity.B!DNS", INSTANCE)
    bare.control("POST", "findings", given)
    sent = act(bare, given["arn"], actionName=hub["name"])["event"]
    assert bare.control("POST", "drain", {})["finished"]
    (message,) = bare.operator("sqs", SECURITY).receive_message(QueueUrl=hub["url"])["Messages"]
    event = json.loads(message["Body"])
    assert event == sent
    assert (event["detail-type"], event["account"]) == ("Security Hub Findings - Custom Action", SECURITY)
    assert event["resources"] == [hub["action"]]
    assert (event["detail"]["actionName"], event["detail"]["actionDescription"]) == (hub["name"], "Acts")
    (found,) = event["detail"]["findings"]
    assert (found["Id"], found["AwsAccountId"], found["Region"]) == (given["arn"], ONE, "eu-central-1")
    assert found["ProductArn"] == "arn:aws:securityhub:eu-central-1::product/aws/guardduty"
    assert found["Types"] == ["TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS"]
    assert found["ProductFields"]["aws/securityhub/FindingId"] == f"{found['ProductArn']}/{given['arn']}"
    assert found["ProductFields"]["aws/guardduty/service/archived"] == "false"
    (resource,) = found["Resources"]
    assert (resource["Type"], resource["Tags"]) == ("AwsEc2Instance", {"team": "blue"})
    assert resource["Id"] == f"arn:aws:ec2:eu-central-1:{ONE}:instance/i-0123456789abcdef0"
    assert resource["Details"]["AwsEc2Instance"]["IpV4Addresses"] == ["10.0.0.5"]


def test_what_is_noted_on_a_finding_stays(bare: Bare, hub: dict[str, str]) -> None:
    given, client = finding("UnauthorizedAccess:IAMUser/TorIPCaller", KEY), bare.operator("securityhub", SECURITY)
    bare.control("POST", "findings", given)
    (first,) = act(bare, given["arn"], actionArn=hub["action"])["event"]["detail"]["findings"]
    assert (first["Workflow"], first["Resources"][0]["Id"]) == ({"Status": "NEW"}, "AWS::IAM::AccessKey:AKIAEXAMPLE")
    identifier = {"Id": first["Id"], "ProductArn": first["ProductArn"]}
    note = {"Text": "contained", "UpdatedBy": "quell"}
    other = {"Id": first["Id"], "ProductArn": first["ProductArn"] + "-other"}
    answer = client.batch_update_findings(
        FindingIdentifiers=[identifier, other], Workflow={"Status": "RESOLVED"}, Note=note
    )
    assert (answer["ProcessedFindings"], len(answer["UnprocessedFindings"])) == ([identifier], 1)
    (again,) = act(bare, given["arn"], actionArn=hub["action"])["event"]["detail"]["findings"]
    assert (again["Workflow"]["Status"], again["Note"]["Text"]) == ("RESOLVED", "contained")
    (kept,) = [each for each in client.get_findings()["Findings"] if each["Id"] == given["arn"]]
    assert kept["Note"]["UpdatedBy"] == "quell"


def test_findings_are_found_by_id_and_status(bare: Bare, hub: dict[str, str]) -> None:
    client, given = bare.operator("securityhub", SECURITY), [finding("Backdoor:EC2/Spambot", INSTANCE) for _ in range(3)]
    for each in given:
        bare.control("POST", "findings", each)
        act(bare, each["arn"], actionArn=hub["action"])

    def found(**filters: Any) -> list[str]:
        wanted = {name: [{"Value": value, "Comparison": how} for how, value in each] for name, each in filters.items()}
        return [each["Id"] for each in client.get_findings(Filters=wanted)["Findings"]]

    one, two, _ = (each["arn"] for each in given)
    assert found(Id=[("EQUALS", one)]) == [one]
    assert found(Id=[("EQUALS", one), ("EQUALS", two)]) == [one, two]
    assert found(Id=[("EQUALS", one)], AwsAccountId=[("EQUALS", TWO)]) == []
    assert one in found(Id=[("PREFIX", one[:-3])], WorkflowStatus=[("EQUALS", "NEW")])
    pages = list(client.get_paginator("get_findings").paginate(MaxResults=1))
    assert len(pages) >= 3 and all(len(each["Findings"]) == 1 for each in pages)
    with refused("NotImplemented", 501):
        client.get_findings(Filters={"Title": [{"Value": "x", "Comparison": "EQUALS"}]})


def test_actions_and_findings_that_are_not_there_are_refused(bare: Bare, hub: dict[str, str]) -> None:
    given = finding("Backdoor:EC2/Spambot", INSTANCE)
    assert act(bare, given["arn"], actionName=hub["name"])["error"] == "ResourceNotFoundException"
    bare.control("POST", "findings", given)
    assert act(bare, given["arn"], actionName="Nobody")["error"] == "ResourceNotFoundException"
    bare.operator("securityhub", SECURITY).update_action_target(ActionTargetArn=hub["action"], Name="Renamed")
    assert "event" in act(bare, given["arn"], actionName="Renamed")
    bare.operator("securityhub", SECURITY).update_action_target(ActionTargetArn=hub["action"], Name=hub["name"])
    with refused("ResourceNotFoundException"):
        missing = hub["action"] + "x"
        bare.operator("securityhub", SECURITY).update_action_target(ActionTargetArn=missing, Name="x")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Recon:EC2/PortProbeUnprotectedPort", "TTPs/Discovery/Recon:EC2-PortProbeUnprotectedPort"),
        ("CredentialAccess:IAMUser/AnomalousBehavior", "TTPs/Credential Access/IAMUser-AnomalousBehavior"),
        ("PenTest:IAMUser/KaliLinux", "TTPs/PenTest:IAMUser/KaliLinux"),
        ("DefenseEvasion:EC2/UnusualDoHActivity", "TTPs/DefenseEvasion/EC2:Unusual-DoH-Activity"),
    ],
)
def test_types_have_the_names_that_security_hub_gives_them(kind: str, name: str) -> None:
    assert type_name(kind) == name


def test_severities_and_resources_of_other_kinds() -> None:
    bucket = {"resourceType": "S3Bucket", "s3BucketDetails": [{"arn": "arn:aws:s3:::b", "owner": {"id": "o"}}]}
    found = imported(finding("Policy:S3/BucketAnonymousAccessGranted", bucket))
    assert found["Severity"]["Label"] == "HIGH"
    assert (found["Resources"][0]["Type"], found["Resources"][0]["Id"]) == ("AwsS3Bucket", "arn:aws:s3:::b")
    other = finding("Execution:Kubernetes/ExecInKubeSystemPod", {"resourceType": "EKSCluster"})
    cluster = imported({**other, "severity": 5})
    assert (cluster["Severity"]["Label"], cluster["Resources"][0]["Type"]) == ("MEDIUM", "AwsAccount")

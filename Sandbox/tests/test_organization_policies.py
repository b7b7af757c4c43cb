"""Service and resource control policies of the whole organization, set by the control plane."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, SECURITY, TWO, Cloud, refused, start
from test_authorization import document, message, statement

SERVICE_CONTROL = json.loads(
    document(
        {
            **statement("*", effect="Deny"),
            "Condition": {
                "ForAnyValue:StringEqualsIgnoreCase": {"aws:TagKeys": ["SecurityException"]},
                "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/exception-admin/*"},
            },
        }
    )
)
RESOURCE_CONTROL = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sts:AssumeRole",
        "Resource": f"arn:aws:iam::{TWO}:role/*",
    },
}


@pytest.fixture
def ruled() -> Iterator[Cloud]:
    """A sandbox of its own: these policies hold for every account at once."""
    process, line = start()
    cloud = Cloud(json.loads(line))
    yield cloud
    process.terminate()
    assert process.wait(10) == 0


def policies(cloud: Cloud, **given: Any) -> Any:
    return cloud.control(
        "PUT", "organization-policies", {name.replace("_", "-"): value for name, value in given.items()}
    )


def test_a_service_control_policy_stops_an_administrator_and_names_itself(ruled: Cloud) -> None:
    ec2 = ruled.member("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    policies(ruled, service_control=[SERVICE_CONTROL])
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": "x"}])
    said = message(ec2.create_tags, Resources=[vpc], Tags=[{"Key": "securityEXCEPTION", "Value": "x"}])
    assert said.endswith(
        f"on resource: arn:aws:ec2:eu-central-1:{ONE}:vpc/{vpc} with an explicit deny in a service control policy"
    )
    with refused("AccessDenied"):
        ruled.member("iam").create_user(UserName="x", Tags=[{"Key": "SecurityException", "Value": "x"}])
    ruled.control("DELETE", "organization-policies")
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "SecurityException", "Value": "x"}])


def test_who_is_exempt_is_told_by_the_path_of_the_role(ruled: Cloud) -> None:
    iam = ruled.member("iam")
    vpc = ruled.member("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    trust = document({"Effect": "Allow", "Principal": {"AWS": SECURITY}, "Action": "sts:AssumeRole"})
    clients = {}
    for path in ("/exception-admin/", "/team/"):
        name = f"role-{uuid4().hex[:8]}"
        arn = iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=document(statement("*")))
        clients[path] = ruled.client("ec2", ruled.assume(arn))
    policies(ruled, service_control=[SERVICE_CONTROL])
    tag = {"Resources": [vpc], "Tags": [{"Key": "SecurityException", "Value": "x"}]}
    clients["/exception-admin/"].create_tags(**tag)
    with refused("UnauthorizedOperation"):
        clients["/team/"].create_tags(**tag)


def test_a_service_control_policy_is_that_of_the_caller_and_a_resource_control_policy_that_of_the_resource(
    ruled: Cloud,
) -> None:
    policies(ruled, resource_control=[RESOURCE_CONTROL])
    assert ruled.assume(f"arn:aws:iam::{ONE}:role/Security-IR-Role")
    said = message(
        ruled.responder("sts").assume_role, RoleArn=f"arn:aws:iam::{TWO}:role/Security-IR-Role", RoleSessionName="test"
    )
    assert said.endswith("with an explicit deny in a resource control policy")
    policies(ruled, service_control=[json.loads(document(statement("sts:AssumeRole", effect="Deny")))])
    with refused("AccessDenied"):
        ruled.assume(f"arn:aws:iam::{ONE}:role/Security-IR-Role")


def test_a_management_account_is_beyond_them(ruled: Cloud) -> None:
    closed = json.loads(document(statement("guardduty:*", effect="Deny")))
    policies(ruled, service_control=[closed], management_account=SECURITY)
    assert ruled.responder("guardduty").list_detectors()["DetectorIds"]
    ruled.session(ONE)
    with refused("AccessDeniedException"):
        ruled.member("guardduty").list_detectors()


def test_operators_obey_only_when_they_are_told_to(ruled: Cloud) -> None:
    closed = json.loads(document(statement("ec2:CreateVpc", effect="Deny")))
    policies(ruled, service_control=[closed])
    assert ruled.control("POST", "incidents", {"names": ["public-security-group"]})
    assert (
        policies(ruled, service_control=[closed], operators="subject-to-policies")["operators"] == "subject-to-policies"
    )
    answer = ruled.control("POST", "incidents", {"names": None})
    assert "explicit deny in a service control policy" in json.dumps(answer)
    assert ruled.control("DELETE", "organization-policies")["operators"] == "allowed-everything"


@pytest.mark.parametrize(
    "given",
    [
        {"service-control": [{"Statement": [{"Effect": "Deny"}]}]},
        {"service-control": {"Statement": []}},
        {"service-control": [RESOURCE_CONTROL]},
        {"resource-control": [SERVICE_CONTROL]},
        {"resource-control": [{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}]},
        {"operators": "free"},
        {"service_control": []},
    ],
)
def test_what_cannot_be_a_policy_is_not_taken(cloud: Cloud, given: dict[str, Any]) -> None:
    assert cloud.control("PUT", "organization-policies", given)["error"] in (
        "MalformedPolicyDocument",
        "ValidationError",
    )
    assert cloud.control("GET", "organization-policies")["service-control"] == []


def test_a_policy_can_tell_a_fixed_launch_template_from_a_floating_one(ruled: Cloud) -> None:
    ec2, scaling = ruled.member("ec2"), ruled.member("autoscaling")
    template = ec2.create_launch_template(
        LaunchTemplateName=f"web-{uuid4().hex[:8]}", LaunchTemplateData={"ImageId": "ami-1", "InstanceType": "t3.micro"}
    )["LaunchTemplate"]["LaunchTemplateId"]
    floating = {
        "Sid": "Floating",
        "Effect": "Deny",
        "Action": ["autoscaling:CreateAutoScalingGroup", "autoscaling:UpdateAutoScalingGroup"],
        "Resource": "*",
        "Condition": {"Bool": {"autoscaling:LaunchTemplateVersionSpecified": "false"}},
    }
    policies(ruled, service_control=[{"Version": "2012-10-17", "Statement": [floating]}])
    group = {"MinSize": 0, "MaxSize": 0, "AvailabilityZones": ["eu-central-1a"]}

    def specification(**version: str) -> dict[str, str]:
        return {"LaunchTemplateId": template, **version}

    for version in ({"Version": "$Latest"}, {"Version": "$Default"}, {}):
        with refused("AccessDenied"):
            scaling.create_auto_scaling_group(
                AutoScalingGroupName="web", LaunchTemplate=specification(**version), **group
            )
    fixed = specification(Version="1")
    scaling.create_auto_scaling_group(AutoScalingGroupName="web", LaunchTemplate=fixed, **group)
    scaling.update_auto_scaling_group(AutoScalingGroupName="web", MaxSize=1)
    mixed = {"LaunchTemplate": {"LaunchTemplateSpecification": specification(Version="$Latest")}}
    with refused("AccessDenied"):
        scaling.update_auto_scaling_group(AutoScalingGroupName="web", MixedInstancesPolicy=mixed)

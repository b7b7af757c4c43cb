"""The sandbox tells which permissions calls could not do without."""

import json
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, Cloud, refused
from quell_sandbox.permissions_used import Held, needs
from quell_sandbox.policies import Request, evaluate

ROLE = f"arn:aws:iam::{ONE}:role/it"


def allow(sid: str, *actions: str, **more: Any) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": "*", **more}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def found(*policies: dict[str, Any]) -> list[tuple[str, str | None]]:
    request = Request(ROLE, "ec2:StopInstances", "*", {})
    held = [Held(ROLE, f"policy-{number}", each) for number, each in enumerate(policies)]
    return [(each.policy, each.sid) for each in needs(request, held, lambda given: evaluate(request, identity=given))]


STOP = allow("Stop", "ec2:StopInstances", "ec2:StartInstances")


@pytest.mark.parametrize(
    ("policies", "needed"),
    [
        ([document(STOP)], [("policy-0", "Stop")]),
        ([document(allow("Other", "ec2:DescribeVpcs"), STOP)], [("policy-0", "Stop")]),
        ([document(allow("Other", "s3:*")), document(STOP)], [("policy-1", "Stop")]),
        ([document(STOP, allow("All", "ec2:*"))], []),
        ([document(STOP), document(STOP)], []),
        ([document(STOP, {**allow("Never", "ec2:TerminateInstances"), "Effect": "Deny"})], [("policy-0", "Stop")]),
    ],
)
def test_an_allow_is_needed_when_no_other_one_says_the_same(policies: list[dict], needed: list[tuple]) -> None:
    assert found(*policies) == needed


def used(cloud: Cloud, role: str) -> dict[tuple[str, str, str], dict[str, int]]:
    told = cloud.control("GET", "permissions-used")
    return {(each["policy"], each["sid"], each["action"]): each["by"] for each in told if each["holder"] == role}


def test_calls_that_succeed_tell_what_they_needed(cloud: Cloud) -> None:
    name, iam = f"used-{uuid4().hex[:8]}", cloud.member("iam")
    trust = {
        "Sid": "Responder", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999999999999:user/quell-responder"},
        "Action": "sts:AssumeRole",
    }  # fmt: skip
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document(trust)))["Role"]["Arn"]
    policy = document(allow("Look", "iam:GetUser", "iam:GetRole"), allow("Stop", "ec2:StopInstances"))
    iam.put_role_policy(RoleName=name, PolicyName="it", PolicyDocument=json.dumps(policy))
    client = cloud.client("iam", cloud.assume(arn))
    assert used(cloud, arn) == {("trust", "Responder", "sts:AssumeRole"): {"sts:AssumeRole": 1}}
    for _ in range(2):
        client.get_role(RoleName=name)
    with refused("NoSuchEntity", 404):
        client.get_user(UserName=name)
    with refused("AccessDenied"):
        client.list_users()
    assert used(cloud, arn)[("it", "Look", "iam:GetRole")] == {"iam:GetRole": 2}
    assert {action for _, _, action in used(cloud, arn)} == {"sts:AssumeRole", "iam:GetRole"}
    cloud.control("DELETE", "permissions-used")
    assert used(cloud, arn) == {}

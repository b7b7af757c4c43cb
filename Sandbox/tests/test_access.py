import json
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, SECURITY, SESSION, THREE, TWO, Cloud, refused

RESPONDER = f"arn:aws:iam::{SECURITY}:user/quell-responder"


def policy(**statement: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def trust(principal: object, action: object = "sts:AssumeRole", **condition: object) -> str:
    more = {"Condition": condition} if condition else {}
    return policy(Principal=principal, Action=action, **more)


def make_role(cloud: Cloud, document: str, account: str = ONE, **more: object) -> str:
    name = f"role-{uuid4().hex[:8]}"
    make = cloud.member("iam", account).create_role
    return make(RoleName=name, AssumeRolePolicyDocument=document, **more)["Role"]["Arn"]


@pytest.mark.parametrize("account", [SECURITY, ONE, TWO, THREE])
def test_the_response_role_acts_in_its_account(cloud: Cloud, account: str) -> None:
    identity = cloud.member("sts", account).get_caller_identity()
    assert identity["Account"] == account
    assert identity["Arn"] == f"arn:aws:sts::{account}:assumed-role/Security-IR-Role/test"
    assert all(each["OwnerId"] == account for each in cloud.member("ec2", account).describe_vpcs()["Vpcs"])


def test_a_request_cannot_choose_its_account(cloud: Cloud) -> None:
    ec2 = SESSION.client(
        "ec2",
        region_name="eu-central-1",
        endpoint_url=cloud.endpoint,
        **dict(
            zip(("aws_access_key_id", "aws_secret_access_key", "aws_session_token"), cloud.session(ONE), strict=True)
        ),
    )

    def pretend(request: Any, **_: Any) -> None:
        request.headers["x-moto-account-id"] = TWO

    ec2.meta.events.register("before-send", pretend)
    assert all(each["OwnerId"] == ONE for each in ec2.describe_vpcs()["Vpcs"])


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:iam::{ONE}:role/no-such-role",
        "arn:aws:iam::444444444444:role/Security-IR-Role",
        f"arn:aws:iam::{ONE}:role/other/Security-IR-Role",
    ],
)
def test_a_role_must_exist_in_its_account(cloud: Cloud, arn: str) -> None:
    with refused("AccessDenied", 403):
        cloud.assume(arn)


@pytest.mark.parametrize(
    "document",
    [
        trust({"AWS": RESPONDER}),
        trust({"AWS": SECURITY}),
        trust({"AWS": [f"arn:aws:iam::{ONE}:root", f"arn:aws:iam::{SECURITY}:root"]}),
        trust({"AWS": "*"}, StringEquals={"aws:PrincipalOrgID": "o-quell01234"}),
        trust({"AWS": RESPONDER}, ArnLike={"aws:PrincipalArn": f"arn:aws:iam::{SECURITY}:user/quell-*"}),
    ],
)
def test_trust_that_names_the_caller(cloud: Cloud, document: str) -> None:
    assert cloud.assume(make_role(cloud, document))


@pytest.mark.parametrize(
    "document",
    [
        trust({"AWS": f"arn:aws:iam::{ONE}:root"}),
        trust({"Service": "ec2.amazonaws.com"}),
        trust({"AWS": RESPONDER}, action="sts:AssumeRoleWithSAML"),
        trust({"AWS": "*"}, StringEquals={"aws:PrincipalOrgID": "o-other"}),
        trust({"AWS": RESPONDER}, IpAddress={"aws:SourceIp": "10.0.0.0/8"}),
        trust({"AWS": RESPONDER}, StringEquals={"sts:ExternalId": "secret"}),
        trust({"AWS": RESPONDER}, StringNotEquals={"aws:PrincipalAccount": SECURITY}),
    ],
)
def test_trust_that_does_not_name_the_caller(cloud: Cloud, document: str) -> None:
    with refused("AccessDenied", 403):
        cloud.assume(make_role(cloud, document))


def test_an_external_id_must_be_right(cloud: Cloud) -> None:
    arn = make_role(cloud, trust({"AWS": RESPONDER}, StringEquals={"sts:ExternalId": "secret"}))
    assert cloud.assume(arn, ExternalId="secret")
    with refused("AccessDenied"):
        cloud.assume(arn, ExternalId="guess")


def test_a_source_identity_needs_its_own_trust(cloud: Cloud) -> None:
    arn = make_role(cloud, trust({"AWS": RESPONDER}))
    with refused("AccessDenied"):
        cloud.assume(arn, SourceIdentity="quell")
    assert cloud.assume(f"arn:aws:iam::{ONE}:role/Security-IR-Role", SourceIdentity="quell")


def test_a_session_lasts_no_longer_than_its_role_allows(cloud: Cloud) -> None:
    role = f"arn:aws:iam::{ONE}:role/Security-IR-Role"
    with refused("ValidationError"):
        cloud.assume(role, DurationSeconds=3601)
    assert cloud.assume(role, DurationSeconds=900)


def test_a_session_policy_narrows_the_session(cloud: Cloud) -> None:
    role = f"arn:aws:iam::{ONE}:role/Security-IR-Role"
    keys = cloud.assume(role, Policy=policy(Action="ec2:Describe*", Resource="*"))
    assert cloud.client("ec2", keys).describe_vpcs()["Vpcs"]
    with refused("UnauthorizedOperation", 403):
        cloud.client("ec2", keys).create_vpc(CidrBlock="10.0.0.0/16")
    with refused("AccessDenied", 403):
        cloud.client("s3", keys).list_buckets()
    with refused("MalformedPolicyDocument"):
        cloud.assume(role, Policy="no policy")


def test_the_responder_may_do_its_own_work_only(cloud: Cloud) -> None:
    with refused("AccessDenied"):
        cloud.responder("iam").create_user(UserName="somebody")
    with refused("AccessDeniedException"):
        cloud.responder("config").describe_compliance_by_resource()


def test_an_explicit_deny_blocks_a_user_and_a_session_at_once(cloud: Cloud) -> None:
    iam = cloud.member("iam")
    name = f"user-{uuid4().hex[:8]}"
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policy(Action="*", Resource="*"))
    made = iam.create_access_key(UserName=name)["AccessKey"]
    client = cloud.client("ec2", (made["AccessKeyId"], made["SecretAccessKey"], None))
    assert client.describe_vpcs()
    iam.attach_user_policy(UserName=name, PolicyArn="arn:aws:iam::aws:policy/AWSDenyAll")
    with refused("UnauthorizedOperation"):
        client.describe_vpcs()
    iam.detach_user_policy(UserName=name, PolicyArn="arn:aws:iam::aws:policy/AWSDenyAll")
    assert client.describe_vpcs()
    iam.update_access_key(UserName=name, AccessKeyId=made["AccessKeyId"], Status="Inactive")
    with refused("AuthFailure"):
        client.describe_vpcs()


def test_sessions_issued_before_a_moment_can_be_revoked(cloud: Cloud) -> None:
    arn = make_role(cloud, trust({"AWS": RESPONDER}))
    iam, name = cloud.member("iam"), arn.split("/")[-1]
    iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=policy(Action="*", Resource="*"))
    client = cloud.client("ec2", cloud.assume(arn))
    assert client.describe_vpcs()
    condition = {"DateLessThan": {"aws:TokenIssueTime": "2099-01-01T00:00:00Z"}}
    deny = policy(Effect="Deny", Action="*", Resource="*", Condition=condition)
    iam.put_role_policy(RoleName=name, PolicyName="revoke", PolicyDocument=deny)
    with refused("UnauthorizedOperation"):
        client.describe_vpcs()

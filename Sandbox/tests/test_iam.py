import json
from uuid import uuid4

import pytest
from conftest import ONE, Cloud, refused

DENY_ALL = "arn:aws:iam::aws:policy/AWSDenyAll"
DENY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]})
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def make_role(cloud: Cloud) -> str:
    name = f"role-{uuid4().hex[:8]}"
    tags = [{"Key": "team", "Value": "shop"}]
    cloud.member("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, Path="/app/", Tags=tags)
    return name


@pytest.fixture(scope="module")
def protected(cloud: Cloud) -> list[str]:
    made = cloud.control("POST", "incidents", {"names": ["service-linked-role", "sso-role"]})
    assert made[0]["resources"]["account"] == ONE
    return [each["resources"] for each in made]


@pytest.mark.parametrize("index", [0, 1])
def test_protected_roles_cannot_be_changed(cloud: Cloud, protected: list[dict], index: int) -> None:
    iam, name = cloud.member("iam", protected[index]["account"]), protected[index]["role"]
    changes = [
        lambda: iam.attach_role_policy(RoleName=name, PolicyArn=DENY_ALL),
        lambda: iam.detach_role_policy(RoleName=name, PolicyArn=DENY_ALL),
        lambda: iam.put_role_policy(RoleName=name, PolicyName="deny", PolicyDocument=DENY),
        lambda: iam.delete_role_policy(RoleName=name, PolicyName="deny"),
        lambda: iam.tag_role(RoleName=name, Tags=[{"Key": "a", "Value": "b"}]),
        lambda: iam.untag_role(RoleName=name, TagKeys=["a"]),
        lambda: iam.delete_role(RoleName=name),
    ]
    for change in changes:
        with refused("UnmodifiableEntity", 400):
            change()
    assert iam.get_role(RoleName=name)["Role"]["Path"].split("/")[1] in ("aws-service-role", "aws-reserved")


def test_nobody_makes_roles_under_the_paths_of_aws(cloud: Cloud) -> None:
    with refused("ValidationError"):
        make = cloud.member("iam").create_role
        make(RoleName="AWSReservedSSO_x", Path="/aws-reserved/sso.amazonaws.com/", AssumeRolePolicyDocument=TRUST)


def test_ten_policies_are_the_quota(cloud: Cloud) -> None:
    iam, role, user = cloud.member("iam"), make_role(cloud), f"user-{uuid4().hex[:8]}"
    iam.create_user(UserName=user)
    arns = []
    for _ in range(10):
        made = iam.create_policy(PolicyName=f"policy-{uuid4().hex[:8]}", PolicyDocument=DENY)
        arns.append(made["Policy"]["Arn"])
        iam.attach_role_policy(RoleName=role, PolicyArn=arns[-1])
        iam.attach_user_policy(UserName=user, PolicyArn=arns[-1])
    with refused("LimitExceeded", 409):
        iam.attach_role_policy(RoleName=role, PolicyArn=DENY_ALL)
    with refused("LimitExceeded", 409):
        iam.attach_user_policy(UserName=user, PolicyArn=DENY_ALL)
    iam.attach_role_policy(RoleName=role, PolicyArn=arns[0])
    iam.detach_role_policy(RoleName=role, PolicyArn=arns[0])
    iam.attach_role_policy(RoleName=role, PolicyArn=DENY_ALL)
    attached = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    assert {"PolicyName": "AWSDenyAll", "PolicyArn": DENY_ALL} in attached
    with refused("NoSuchEntity"):
        iam.detach_role_policy(RoleName=role, PolicyArn=arns[0])


def test_inline_policies(cloud: Cloud) -> None:
    iam, role, user = cloud.member("iam"), make_role(cloud), f"user-{uuid4().hex[:8]}"
    iam.create_user(UserName=user)
    iam.put_role_policy(RoleName=role, PolicyName="deny", PolicyDocument=DENY)
    iam.put_user_policy(UserName=user, PolicyName="deny", PolicyDocument=DENY)
    assert iam.list_role_policies(RoleName=role)["PolicyNames"] == ["deny"]
    assert iam.list_user_policies(UserName=user)["PolicyNames"] == ["deny"]
    assert iam.get_role_policy(RoleName=role, PolicyName="deny")["PolicyDocument"] == json.loads(DENY)
    assert iam.get_user_policy(UserName=user, PolicyName="deny")["PolicyDocument"] == json.loads(DENY)
    with refused("MalformedPolicyDocument"):
        iam.put_role_policy(RoleName=role, PolicyName="bad", PolicyDocument="{}")
    long = json.dumps({"Statement": [{"Sid": "x" * 2100}]})
    with refused("LimitExceeded"):
        iam.put_user_policy(UserName=user, PolicyName="long", PolicyDocument=long)
    iam.delete_role_policy(RoleName=role, PolicyName="deny")
    iam.delete_user_policy(UserName=user, PolicyName="deny")
    for ask in (
        lambda: iam.get_role_policy(RoleName=role, PolicyName="deny"),
        lambda: iam.delete_user_policy(UserName=user, PolicyName="deny"),
        lambda: iam.get_role(RoleName="no-such-role"),
        lambda: iam.get_user(UserName="no-such-user"),
        lambda: iam.list_attached_user_policies(UserName="no-such-user"),
    ):
        with refused("NoSuchEntity", 404):
            ask()


def test_users_and_roles_carry_ids_and_tags(cloud: Cloud) -> None:
    iam, name = cloud.member("iam"), f"user-{uuid4().hex[:8]}"
    tags = [{"Key": "SecurityException", "Value": "Jira-1"}]
    iam.create_user(UserName=name, Path="/team/", Tags=tags)
    user = iam.get_user(UserName=name)["User"]
    assert (user["Tags"], user["Path"], user["UserId"][:4], len(user["UserId"])) == (tags, "/team/", "AIDA", 21)
    role = iam.get_role(RoleName=make_role(cloud))["Role"]
    assert (role["Tags"], role["RoleId"][:4]) == ([{"Key": "team", "Value": "shop"}], "AROA")
    assert iam.list_user_tags(UserName=name)["Tags"] == tags
    assert iam.list_role_tags(RoleName=role["RoleName"])["Tags"] == role["Tags"]


def test_access_keys_are_switched_off_and_on(cloud: Cloud) -> None:
    iam, name = cloud.member("iam"), f"user-{uuid4().hex[:8]}"
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
    for status in ("Inactive", "Active"):
        iam.update_access_key(UserName=name, AccessKeyId=key, Status=status)
        (listed,) = iam.list_access_keys(UserName=name)["AccessKeyMetadata"]
        assert (listed["AccessKeyId"], listed["Status"]) == (key, status)
    with refused("NoSuchEntity"):
        iam.update_access_key(UserName=name, AccessKeyId="AKIAZZZZZZZZZZZZZZZZ", Status="Inactive")

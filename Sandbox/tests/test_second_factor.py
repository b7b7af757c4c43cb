"""Roles that ask for MFA: the password of a virtual device of the caller, and of nobody else."""

import json
import time
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, Bare, refused

from quell_sandbox.second_factor import code as password

ALL = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_passwords_are_those_of_the_standard(moment: int, expected: str) -> None:
    """The last six digits of the test vectors of RFC 6238."""
    assert password("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", moment) == expected


@pytest.fixture(scope="module")
def scene(bare: Bare) -> dict[str, Any]:
    """Two users, each with a device, and a role that asks for MFA."""
    iam, people = bare.operator("iam"), []
    for name in (f"anna-{uuid4().hex[:6]}", f"ben-{uuid4().hex[:6]}"):
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=ALL)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
        seed = device["Base32StringSeed"].decode()
        codes = {"AuthenticationCode1": password(seed, 0), "AuthenticationCode2": password(seed, 30)}
        iam.enable_mfa_device(UserName=name, SerialNumber=device["SerialNumber"], **codes)
        keys = (key["AccessKeyId"], key["SecretAccessKey"], None)
        people.append({"keys": keys, "serial": device["SerialNumber"], "seed": seed})
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": ONE},
        "Action": "sts:AssumeRole",
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName=f"careful-{uuid4().hex[:6]}", AssumeRolePolicyDocument=document)["Role"]
    return {"anna": people[0], "ben": people[1], "role": role["Arn"]}


def take(bare: Bare, scene: dict[str, Any], **more: str) -> Any:
    sts = bare.client("sts", scene["anna"]["keys"])
    return sts.assume_role(RoleArn=scene["role"], RoleSessionName="anna", **more)["Credentials"]


def test_the_password_of_ones_own_device_opens_the_role(bare: Bare, scene: dict[str, Any]) -> None:
    anna = scene["anna"]
    made = take(bare, scene, SerialNumber=anna["serial"], TokenCode=password(anna["seed"], time.time()))
    assert made["SessionToken"]


def test_without_a_password_or_with_another_it_stays_shut(bare: Bare, scene: dict[str, Any]) -> None:
    anna, ben, now = scene["anna"], scene["ben"], time.time()
    with refused("AccessDenied"):
        take(bare, scene)
    wrong = f"{(int(password(anna['seed'], now)) + 1) % 1_000_000:06}"
    for serial, code in [
        (anna["serial"], wrong),
        (anna["serial"], password(anna["seed"], now - 3600)),
        (ben["serial"], password(ben["seed"], now)),
        (f"arn:aws:iam::{ONE}:mfa/nobody", password(anna["seed"], now)),
    ]:
        with refused("AccessDenied", 403):
            take(bare, scene, SerialNumber=serial, TokenCode=code)

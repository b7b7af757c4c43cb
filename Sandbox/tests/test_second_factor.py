import time
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, SECURITY, Bare, refused
from quell_sandbox.second_factor import code
from test_access import trust


@pytest.mark.parametrize(
    ("at", "digits"),
    [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")],
)
def test_codes_are_those_of_rfc_6238(at: int, digits: str) -> None:
    """Its table is for eight digits; six are the last of them."""
    assert code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at) == digits


@pytest.fixture
def person(bare: Bare) -> tuple[Any, str, str]:
    """STS as a user with a device, the device's name and its seed."""
    iam, name = bare.operator("iam", SECURITY), f"person-{uuid4().hex[:8]}"
    iam.create_user(UserName=name)
    document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}'
    iam.put_user_policy(UserName=name, PolicyName="take", PolicyDocument=document)
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
    seed = device["Base32StringSeed"].decode()
    iam.enable_mfa_device(
        UserName=name, SerialNumber=device["SerialNumber"], AuthenticationCode1="000000", AuthenticationCode2="111111"
    )
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return bare.client("sts", (key["AccessKeyId"], key["SecretAccessKey"], None)), device["SerialNumber"], seed


def test_a_role_may_ask_for_the_second_factor(bare: Bare, person: tuple[Any, str, str]) -> None:
    sts, serial, seed = person
    document = trust({"AWS": SECURITY}, Bool={"aws:MultiFactorAuthPresent": "true"})
    role = bare.operator("iam", ONE).create_role(RoleName=f"role-{uuid4().hex[:8]}", AssumeRolePolicyDocument=document)
    arn = role["Role"]["Arn"]
    with refused("AccessDenied", 403):
        sts.assume_role(RoleArn=arn, RoleSessionName="me")
    for wrong in ("000000", code(seed, time.time() - 3600)):
        with refused("AccessDenied", 403):
            sts.assume_role(RoleArn=arn, RoleSessionName="me", SerialNumber=serial, TokenCode=wrong)
    with refused("AccessDenied", 403):
        sts.assume_role(RoleArn=arn, RoleSessionName="me", SerialNumber=serial[:-1], TokenCode=code(seed, time.time()))
    sts.assume_role(RoleArn=arn, RoleSessionName="me", SerialNumber=serial, TokenCode=code(seed, time.time()))

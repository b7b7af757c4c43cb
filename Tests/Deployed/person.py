"""A person of the security account who may undo: named in the stack's parameters, with an MFA device."""
import json
import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Sandbox"))
from quell_sandbox.multi_factor import password  # noqa: E402

SECURITY = "999999999999"
OPERATOR = f"arn:aws:iam::{SECURITY}:role/quell/Quell-Operator"


class Person:
    def __init__(self, organization, name="anna"):
        self.organization, iam = organization, organization.client("iam", SECURITY)
        self.arn = iam.create_user(UserName=name)["User"]["Arn"]
        take = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": OPERATOR}
        iam.put_user_policy(
            UserName=name, PolicyName="operate", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [take]})
        )
        key = iam.create_access_key(UserName=name)["AccessKey"]
        self.keys = key["AccessKeyId"], key["SecretAccessKey"], None
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
        self.serial, self.seed = device["SerialNumber"], device["Base32StringSeed"].decode()
        codes = {"AuthenticationCode1": password(self.seed, 0), "AuthenticationCode2": password(self.seed, 30)}
        iam.enable_mfa_device(UserName=name, SerialNumber=self.serial, **codes)

    def operates(self):
        """Keys of a session as operator."""
        code = password(self.seed, time.time())
        return self.organization.assume(self.keys, OPERATOR, SerialNumber=self.serial, TokenCode=code)

    def undoes(self, action, account):
        """Keys of a session that may take back what the action did in the account."""
        role = f"arn:aws:iam::{account}:role/quell/Security-IR-Role-undo-{action}"
        names = {"RoleSessionName": "quell-undo", "SourceIdentity": "quell-undo", "ExternalId": f"quell:{account}"}
        return self.organization.assume(self.operates(), role, **names)

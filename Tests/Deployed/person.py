"""A person who took the operators' role with a second factor, and has the command on a machine of their own."""
import base64
import json
import os
import pathlib
import subprocess
import tempfile
import time
import uuid
from functools import cache

from quell_sandbox.second_factor import code

from organization import HOME, OPERATOR_ROLE, SECURITY
from sandbox_process import QUELL

TABLE = f"dynamodb:{HOME}/quell-journal"
ROLES = ("--role-name", "quell/Security-IR-Role-{action}", "--external-id", "quell:{account}")


class Operator:
    def __init__(self, organization, folder):
        self.folder = folder
        iam, sts = organization.client("iam", SECURITY), organization.client("sts", SECURITY)
        user = iam.get_user()["User"]["UserName"]
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName=f"operator-{uuid.uuid4().hex[:8]}")["VirtualMFADevice"]
        self.serial, seed = device["SerialNumber"], device["Base32StringSeed"]
        self.seed = (seed if isinstance(seed, bytes) else base64.b64decode(seed)).decode()
        iam.enable_mfa_device(
            UserName=user, SerialNumber=self.serial, AuthenticationCode1=self.code(-30), AuthenticationCode2=self.code()
        )
        self.sts, self.endpoint = sts, organization.endpoint
        self.take_role()

    def take_role(self):
        """With the second factor; the command has the keys of the session."""
        self.keys = self.sts.assume_role(
            RoleArn=OPERATOR_ROLE, RoleSessionName="person", SerialNumber=self.serial, TokenCode=self.code()
        )["Credentials"]
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "AWS_ENDPOINT_URL": self.endpoint, "AWS_REGION": HOME,
            "AWS_ACCESS_KEY_ID": self.keys["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": self.keys["SecretAccessKey"],
            "AWS_SESSION_TOKEN": self.keys["SessionToken"], "NO_PROXY": "127.0.0.1",
        }

    def code(self, later=0):
        return code(self.seed, time.time() + later)

    def run(self, *arguments, journal=TABLE):
        place = ("--journal", journal) if journal else ()
        command = [QUELL, *arguments, *place, "--output", "json"]
        return subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120)

    def json(self, *arguments, journal=TABLE):
        done = self.run(*arguments, journal=journal)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)


@cache
def operator_of(organization):
    """One person for all scenarios."""
    return Operator(organization, pathlib.Path(tempfile.mkdtemp(prefix="quell-operator-")))

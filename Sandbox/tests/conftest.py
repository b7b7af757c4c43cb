"""One sandbox for the whole run, started as people start it; each test makes resources of its own."""

import io
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

SANDBOX = Path(__file__).resolve().parents[1]
STACKS = Path(__file__).resolve().parent / "stacks"
SECURITY, ONE, TWO, THREE = "999999999999", "111111111111", "222222222222", "333333333333"
# The sandbox is reached directly, whatever the environment of the person who runs the tests says.
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"
for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"):
    os.environ.pop(name, None)
SESSION = boto3.Session()


def start(*arguments: str) -> tuple[subprocess.Popen, str]:
    """A running sandbox and the first line it printed."""
    environment = {**os.environ, "PYTHONPATH": str(SANDBOX)}
    command = [sys.executable, "-m", "quell_sandbox", "--port", "0", *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline()


class Cloud:
    """Clients for the sandbox: the responder's own, or those of its session in an account."""

    def __init__(self, ready: dict[str, Any]) -> None:
        self.ready, self.endpoint = ready, ready["endpoint"]
        environment = ready["environment"]
        self.keys = (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"], None)
        self._clients: dict[tuple, Any] = {}
        self._sessions: dict[str, tuple] = {}

    def client(self, service: str, keys: tuple, region: str = "eu-central-1", timeout: float = 20) -> Any:
        name = (service, keys, region, timeout)
        if name not in self._clients:
            self._clients[name] = SESSION.client(
                service,
                region_name=region,
                endpoint_url=self.endpoint,
                aws_access_key_id=keys[0],
                aws_secret_access_key=keys[1],
                aws_session_token=keys[2],
                config=Config(retries={"max_attempts": 0}, read_timeout=timeout),
            )
        return self._clients[name]

    def responder(self, service: str, region: str = "eu-central-1") -> Any:
        return self.client(service, self.keys, region)

    def session(self, account: str) -> tuple:
        if account not in self._sessions:
            self._sessions[account] = self.assume(f"arn:aws:iam::{account}:role/Security-IR-Role")
        return self._sessions[account]

    def assume(self, role: str, **more: Any) -> tuple:
        made = self.responder("sts").assume_role(RoleArn=role, RoleSessionName="test", **more)["Credentials"]
        return (made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"])

    def member(self, service: str, account: str = ONE, region: str = "eu-central-1") -> Any:
        return self.client(service, self.session(account), region)

    def control(self, method: str, name: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.endpoint}/_sandbox/{name}", data=data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)


class Bare(Cloud):
    """A bare organization: each account has its operator, and whatever stacks make."""

    def operator(self, service: str, account: str = ONE, region: str = "eu-central-1") -> Any:
        keys = self.ready["organization"]["accounts"][account]["operator"]
        return self.client(service, (keys["AWS_ACCESS_KEY_ID"], keys["AWS_SECRET_ACCESS_KEY"], None), region, 60)

    def stack(self, name: str, template: str | dict, account: str = ONE, **parameters: str) -> dict[str, Any]:
        """Creates a stack from a file of `stacks/`, or from a template; what is told of it."""
        text = json.dumps(template) if isinstance(template, dict) else (STACKS / template).read_text()
        given = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
        make = self.operator("cloudformation", account).create_stack
        made = make(StackName=name, TemplateBody=text, Parameters=given, Capabilities=["CAPABILITY_NAMED_IAM"])
        return self.told(made["StackId"], account)

    def told(self, name: str, account: str = ONE) -> dict[str, Any]:
        """Status, reasons of failures, outputs and resources of a stack."""
        formation = self.operator("cloudformation", account)
        (stack,) = formation.describe_stacks(StackName=name)["Stacks"]
        events = formation.describe_stack_events(StackName=name)["StackEvents"]
        resources = formation.describe_stack_resources(StackName=name)["StackResources"]
        return {
            "id": stack["StackId"],
            "status": stack["StackStatus"],
            "failures": {
                each["LogicalResourceId"]: each["ResourceStatusReason"]
                for each in events
                if each["ResourceStatus"].endswith("_FAILED")
            },
            "outputs": {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])},
            "resources": {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in resources},
        }

    def code(self, account: str = ONE, source: str = "bootstrap") -> str:
        """The name of a bucket with the code of a function for tests."""
        name, s3 = f"code-{account}-{uuid4().hex[:8]}", self.operator("s3", account)
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.write(STACKS / source, "bootstrap")
        s3.put_object(Bucket=name, Key="code.zip", Body=data.getvalue())
        return name

    def lines(self, function: str) -> list[str]:
        """What a function wrote."""
        return [each["line"] for each in self.control("GET", f"logs?function={function}")]


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    process, line = start()
    yield Cloud(json.loads(line))
    process.terminate()
    assert process.wait(10) == 0


@pytest.fixture(scope="session")
def bare() -> Iterator[Bare]:
    process, line = start("--bare")
    yield Bare(json.loads(line))
    process.terminate()
    assert process.wait(10) == 0


@pytest.fixture
def vpc(cloud: Cloud) -> str:
    return cloud.member("ec2").create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]


@pytest.fixture
def subnet(cloud: Cloud, vpc: str) -> str:
    return cloud.member("ec2").create_subnet(VpcId=vpc, CidrBlock="10.1.1.0/24")["Subnet"]["SubnetId"]


@pytest.fixture
def group(cloud: Cloud, vpc: str) -> str:
    make = cloud.member("ec2").create_security_group
    return make(GroupName="web", Description="web", VpcId=vpc)["GroupId"]


@pytest.fixture
def instance(cloud: Cloud, subnet: str, group: str) -> str:
    return launch(cloud, subnet, [group])


def launch(cloud: Cloud, subnet: str, groups: list[str], **more: Any) -> str:
    run = cloud.member("ec2").run_instances
    launched = run(ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=subnet, SecurityGroupIds=groups, **more)
    return launched["Instances"][0]["InstanceId"]


@contextmanager
def refused(code: str, status: int | None = None) -> Iterator[None]:
    """The block must end with this error code of AWS."""
    with pytest.raises(ClientError) as caught:
        yield
    assert caught.value.response["Error"]["Code"] == code, caught.value
    if status is not None:
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def eventually(ask: Callable[[], Any], seconds: float = 10) -> Any:
    """The first true answer, asked again and again."""
    deadline = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.03)
    return answer

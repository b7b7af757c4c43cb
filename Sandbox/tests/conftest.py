"""One sandbox for the whole run, started as people start it; each test makes resources of its own."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

SANDBOX = Path(__file__).resolve().parents[1]
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


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    process, line = start()
    yield Cloud(json.loads(line))
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

"""The function's package under AWS's own runtime interface emulator, against the sandbox."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
import zipfile

import boto3
import pytest

from organization import Organization
from person import Operator
from sandbox_process import PACKAGE, ROOT, ask, sandbox_environment

EMULATOR = ROOT / ".rie" / "aws-lambda-rie"
REGION = "eu-central-1"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Function:
    """One emulator with the function in it."""

    def __init__(self, folder, environment):
        self.log = folder / f"log-{uuid.uuid4()}.txt"
        self.port = free_port()
        command = [
            EMULATOR, "--runtime-interface-emulator-address", f"127.0.0.1:{self.port}", "--runtime-api-address",
            f"127.0.0.1:{free_port()}", folder / "bootstrap", "unused",
        ]
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                list(map(str, command)), env={"PATH": os.environ["PATH"], **environment}, cwd=folder, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True,
            )
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def invoke(self, event):
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/2015-03-31/functions/function/invocations", data=body, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)

    def lines(self):
        """The function's own log lines."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]

    def bootstrap(self):
        """Process id of the program in the emulator."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return int(" ".join(file.read_text() for file in children).split()[0])

    def stop(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Deployment:
    def __init__(self, state, folder):
        self.state, self.folder, self.functions = state, folder, []
        keys = state["operator"]
        self.keys = {
            "endpoint_url": state["endpoint"], "region_name": REGION, "aws_access_key_id": keys["AWS_ACCESS_KEY_ID"],
            "aws_secret_access_key": keys["AWS_SECRET_ACCESS_KEY"],
        }
        self.table = f"quell-journal-{uuid.uuid4()}"

    def make_table(self):
        boto3.client("dynamodb", **self.keys).create_table(
            TableName=self.table, BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[
                {"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"},
            ],
        )

    def start(self, **changes):
        environment = {
            **self.state["environment"], "AWS_REGION": REGION, "QUELL_HANDLER": "respond", "QUELL_TOPIC": self.state["topic"],
            "QUELL_JOURNAL_TABLE": self.table, "QUELL_ROLE_NAME": "Security-IR-Role",
            "QUELL_HOME_ACCOUNT": self.state["topic"].split(":")[4], "QUELL_OVERRIDES": "{}",
            "LAMBDA_TASK_ROOT": str(self.folder), **changes,
        }
        function = Function(self.folder, environment)
        self.functions.append(function)
        return function

    def ask(self, method, name, body=None):
        return ask(self.state["endpoint"], method, name, body)

    def incident(self, name="row1-isolate-ec2"):
        return self.ask("POST", "incidents", {"names": [name]})[0]["event"]


@pytest.fixture(scope="session")
def sandbox():
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "Tests" / "Deployed" / "sandbox_with_journal.py")], stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env=sandbox_environment(),
    )
    yield json.loads(process.stdout.readline())
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)


@pytest.fixture
def deployment(sandbox, tmp_path):
    with zipfile.ZipFile(PACKAGE) as archive:
        archive.extractall(tmp_path)
        for entry in archive.infolist():
            (tmp_path / entry.filename).chmod(entry.external_attr >> 16 & 0o777)
    deployment = Deployment(sandbox, tmp_path)
    deployment.make_table()
    yield deployment
    for function in deployment.functions:
        function.stop()


@pytest.fixture(scope="session")
def organization():
    process = subprocess.Popen(
        [sys.executable, "-m", "quell_sandbox", "--bare"], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=sandbox_environment()
    )
    organization = Organization(json.loads(process.stdout.readline()))
    try:
        organization.deploy()
        yield organization
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def operator(organization, tmp_path_factory):
    return Operator(organization, tmp_path_factory.mktemp("operator"))

"""The real `quell` against the sandbox: one sandbox for all tests, a journal of its own for each."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUELL = os.environ.get("QUELL", str(ROOT / ".build" / "debug" / "quell"))
PLAYBOOK = str(ROOT / "Playbooks" / "default.yaml")


class Sandbox:
    def __init__(self, state):
        self.endpoint = state["endpoint"]
        self.environment = state["environment"]
        self.topic = state["topic"]

    def ask(self, method, name, body=None):
        request = urllib.request.Request(
            f"{self.endpoint}/_sandbox/{name}", method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def incident(self, name):
        return self.ask("POST", "incidents", {"names": [name]})

    def names(self):
        return [incident["name"] for incident in self.ask("GET", "incidents")]

    def fault(self, **fault):
        self.ask("POST", "faults", fault)

    def calls(self):
        return self.ask("GET", "calls")["calls"]

    def client(self, service, account, region="eu-central-1"):
        """A boto3 client in an account, by the response role."""
        import boto3

        keys = {
            "aws_access_key_id": self.environment["AWS_ACCESS_KEY_ID"],
            "aws_secret_access_key": self.environment["AWS_SECRET_ACCESS_KEY"],
        }
        sts = boto3.client("sts", endpoint_url=self.endpoint, region_name="eu-central-1", **keys)
        role = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/Security-IR-Role", RoleSessionName="test")["Credentials"]
        return boto3.client(
            service, endpoint_url=self.endpoint, region_name=region, aws_access_key_id=role["AccessKeyId"],
            aws_secret_access_key=role["SecretAccessKey"], aws_session_token=role["SessionToken"],
        )


class Quell:
    """Runs commands in a folder of their own."""

    def __init__(self, sandbox, folder):
        self.sandbox, self.folder, self.is_journal_spoilt = sandbox, folder, False
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **sandbox.environment}

    def start(self, *arguments, **environment):
        return subprocess.Popen(
            [QUELL, *map(str, arguments)], cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env={**self.environment, **environment},
        )

    def run(self, *arguments, stdin="", **environment):
        process = self.start(*arguments, **environment)
        out, err = process.communicate(stdin, timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def json(self, *arguments, expect=0, **named):
        done = self.run(*arguments, "--output", "json", **named)
        assert done.returncode == expect, done.stdout + done.stderr
        return json.loads(done.stdout)

    def write(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def respond(self, *events, expect=0, more=(), **environment):
        path = self.write("events.json", list(events))
        return self.json(
            "respond", "--playbook", PLAYBOOK, "--topic", self.sandbox.topic, *more, path, expect=expect, **environment
        )


@pytest.fixture(scope="session")
def sandbox():
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "Sandbox")}
    process = subprocess.Popen(
        [sys.executable, "-m", "quell_sandbox", "--port", "0"], stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )
    yield Sandbox(json.loads(process.stdout.readline()))
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)


@pytest.fixture(autouse=True)
def no_faults(sandbox):
    yield
    sandbox.ask("DELETE", "faults")


@pytest.fixture
def quell(sandbox, tmp_path):
    """The command; whatever a test does to it, the journal that is left breaks no promise."""
    quell = Quell(sandbox, tmp_path)
    yield quell
    if (tmp_path / "quell-journal.sqlite").exists() and not quell.is_journal_spoilt:
        report = quell.json("journal", "audit")
        assert report["breaches"] == [], report

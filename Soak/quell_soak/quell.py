"""The command under test: how it is called, with which credentials, and what its journal says."""
import dataclasses
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOPIC = "arn:aws:sns:eu-central-1:999999999999:Security_Alerts_quell"
HOME_KEY = "AKIASOAKSOAKSOAKSOAK"

# No guard holds anything back: what is tested with this is whether containments survive, and the attack has its own playbook.
GENEROUS = """quell: 1
guardrails:
  correlated: 1000000
  backlog: { apply: true }
  limits:
    ec2.isolate-instance: [1000000/hour/account, 1000000/hour/organization]
    iam.block-principal: [1000000/hour/account, 1000000/hour/organization]
rules:
  - name: isolate
    when: { source: [aws.guardduty], detail: { type: [{ prefix: "Backdoor:EC2/" }, { prefix: "Trojan:EC2/" }] } }
    respond: [ec2.isolate-instance, guardduty.archive-finding, notify]
  - name: block
    when: { source: [aws.guardduty], detail: { type: [{ prefix: "UnauthorizedAccess:IAMUser/" }] } }
    respond: [iam.block-principal, guardduty.archive-finding, notify]
  - name: confine
    when: { source: [aws.config], detail: { configRuleName: [SECURITY_GROUP_OPEN_PROHIBITED] } }
    respond: [{ ec2.confine-security-group: { safe-ipv4: 172.31.0.0/16, safe-ipv6: "fe80::/10" } }, notify]
"""


@dataclasses.dataclass
class Quell:
    """Runs the binary in a folder, against an endpoint."""

    binary: str
    folder: pathlib.Path
    endpoint: str
    journal: pathlib.Path
    playbook: str = GENEROUS
    extra: dict[str, str] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "playbook.yaml").write_text(self.playbook)

    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": HOME_KEY, "AWS_SECRET_ACCESS_KEY": "soak", **self.extra,
        }

    def responding(self, *more: str) -> list[str]:
        return [
            self.binary, "respond", "--playbook", str(self.folder / "playbook.yaml"), "--topic", TOPIC,
            "--journal", str(self.journal), *more,
        ]

    def start(self, command: list[str], output: pathlib.Path) -> subprocess.Popen[bytes]:
        """Both streams are appended to a file, as a service's are."""
        with output.open("ab") as file:
            return subprocess.Popen(
                command, cwd=self.folder, env=self.environment(), stdin=subprocess.DEVNULL, stdout=file, stderr=file
            )

    def run(self, *command: str, timeout: float = 600) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            list(command), cwd=self.folder, env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=timeout, check=False,
        )

    def ask_journal(self, name: str, *more: str) -> tuple[int, Any]:
        """Status and answer of `quell journal NAME`; the text on standard error where there is no answer."""
        done = self.run(self.binary, "journal", name, *more, "--journal", str(self.journal), "--output", "json")
        try:
            return done.returncode, json.loads(done.stdout)
        except json.JSONDecodeError:
            return done.returncode, done.stdout + done.stderr


def entries(journal: pathlib.Path, *kinds: str) -> list[tuple[str, dict[str, Any]]]:
    """Execution and record of all entries of some kinds, oldest first."""
    connection = sqlite3.connect(f"file:{journal}?mode=ro", uri=True, timeout=10)
    try:
        marks = ", ".join("?" * len(kinds))
        rows = connection.execute(
            f"SELECT execution, kind, record FROM entries WHERE kind IN ({marks}) ORDER BY sequence", kinds
        ).fetchall()
    finally:
        connection.close()
    return [(execution, json.loads(record)[kind]) for execution, kind, record in rows]


def closed(journal: pathlib.Path) -> set[str]:
    """Executions that have ended; none while there is no journal."""
    if not journal.exists():
        return set()
    try:
        return {execution for execution, _ in entries(journal, "closed")}
    except sqlite3.OperationalError:
        # It is being made, or its disk is full: ask again.
        return set()


def end(process: subprocess.Popen[bytes], number: signal.Signals = signal.SIGKILL) -> None:
    if process.poll() is None:
        process.send_signal(number)
    process.wait()

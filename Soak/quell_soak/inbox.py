"""A worker as people run it: `quell respond --watch` over a folder of events, started again whenever it has ended."""
import json
import pathlib
import shlex
import signal
import subprocess

from .incidents import Incident
from .quell import Quell, end


class Inbox:
    """One process and its folder. `command` may name another service that answers a folder: {quell}, {playbook}, {topic},
    {journal} and {inbox} stand for what they say, {state} for a file in which the service may keep what it has taken."""

    def __init__(self, quell: Quell, number: int, command: str = "") -> None:
        self.quell, self.command = quell, command
        self.folder = quell.folder / f"inbox-{number}"
        self.folder.mkdir()
        self.output = quell.folder / f"worker-{number}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.sent_again = self.restarts = 0

    def deliver(self, incident: Incident) -> None:
        (self.folder / f"{incident.name}.json").write_text(json.dumps(incident.event))

    def keep_running(self) -> None:
        if self.process is None or self.process.poll() is not None:
            self.restarts += self.process is not None
            self.process = self.quell.start(self._arguments(), self.output)

    def _arguments(self) -> list[str]:
        if not self.command:
            return self.quell.responding("--watch", str(self.folder), "--output", "json")
        places = {
            "quell": self.quell.binary, "playbook": self.quell.folder / "playbook.yaml", "journal": self.quell.journal,
            "inbox": self.folder, "state": self.output.with_suffix(".state"), "topic": self.quell.responding()[5],
        }
        return [word.format(**places) for word in shlex.split(self.command)]

    def kill(self) -> None:
        if self.process:
            end(self.process)

    def stop(self) -> None:
        if self.process:
            end(self.process, signal.SIGTERM)

    def pending(self) -> int:
        """Files that it has not taken; a service may take a file before it has answered it."""
        return sum(1 for _ in self.folder.glob("*.json"))

    def failed(self) -> list[pathlib.Path]:
        return list((self.folder / "failed").glob("*.json"))

    def send_again(self) -> None:
        """What ended because the journal or AWS was away, as the documentation asks people to."""
        for path in self.failed():
            path.rename(self.folder / path.name)
            self.sent_again += 1

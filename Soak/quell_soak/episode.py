"""A world, a stand-in, a journal and incidents: what is begun anew for each stretch of a part, and judged at its end."""
import collections
import dataclasses
import json
import pathlib
import shutil
from typing import Any

from . import incidents
from .quell import HOME_KEY, Quell, closed, entries
from .stand_in.server import Server
from .stand_in.service import Service
from .witness import Witness


@dataclasses.dataclass(frozen=True)
class Reference:
    """What a run without crashes leaves behind."""

    state: dict[str, Any]
    outcomes: dict[str, str]
    calls: int
    seconds: float


class Episode:
    def __init__(self, binary: str, folder: pathlib.Path, count: int, journal: pathlib.Path | None = None) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder = folder
        world, self.incidents = incidents.mixed(count)
        self.service = Service(world, HOME_KEY)
        self.server = Server(self.service)
        self.quell = Quell(binary, folder, self.server.endpoint, journal or folder / "journal.sqlite")
        self.witness = Witness(self.quell.journal)
        self.service.witness = self.witness

    def write_events(self, path: pathlib.Path, chosen: list[incidents.Incident] | None = None) -> pathlib.Path:
        path.write_text(json.dumps([one.event for one in (self.incidents if chosen is None else chosen)]))
        return path

    def close(self) -> None:
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def is_answered(self) -> bool:
        return len(closed(self.quell.journal)) >= len(self.incidents)

    def findings(self, reference: Reference) -> dict[str, Any]:
        """Counts of everything that should not be; and the first examples of each."""
        journal = self.quell.journal
        verified, chain = self.quell.ask_journal("verify")
        audited, report = self.quell.ask_journal("audit")
        executions = {record["_0"]["findingID"]: execution for execution, record in entries(journal, "admitted")}
        outcomes = {execution: record["_0"]["outcome"] for execution, record in entries(journal, "concluded")}
        closed = {execution for execution, _ in entries(journal, "closed")}
        told = collections.Counter(attribute(message, "execution") for message in self.service.messages)
        mine = {one.name: executions.get(one.finding, "") for one in self.incidents}
        wrong = {
            "lost": [name for name, execution in mine.items() if execution not in outcomes],
            "stuck": [name for name, execution in mine.items() if execution and execution not in closed],
            "unplanned": self.witness.unplanned,
            "different": [*differences(self.service.world.state(), reference.state), *(
                f"{name}: {outcomes.get(execution)}" for name, execution in mine.items()
                if outcomes.get(execution) != reference.outcomes[name]
            )],
            "unverified": [] if verified == 0 else [str(chain)],
            "breaches": [] if audited == 0 and not report["breaches"] and not report["open"] else [str(report)[:2000]],
            "untold": [name for name, execution in mine.items() if not told[execution]],
            "unanswered": [*self.service.strange, *self.server.failures],
        }
        return {
            "executions": len(mine), "calls": self.service.calls, "changes": self.witness.seen["changes"],
            "late": self.witness.seen["late"], "messages": sum(told.values()),
            **{name: len(found) for name, found in wrong.items()},
            "examples": {name: found[:3] for name, found in wrong.items() if found},
        }

    def outcomes(self) -> dict[str, str]:
        executions = {record["_0"]["findingID"]: execution for execution, record in entries(self.quell.journal, "admitted")}
        found = {execution: record["_0"]["outcome"] for execution, record in entries(self.quell.journal, "concluded")}
        return {one.name: found.get(executions.get(one.finding, ""), "none") for one in self.incidents}


NAMES = {
    "lost": "events lost", "stuck": "executions stuck", "unplanned": "changes unplanned", "different": "ends different",
    "unverified": "journals not verified", "breaches": "journals with broken promises by `quell journal audit`",
    "untold": "executions untold", "unanswered": "calls that the stand-in does not know",
}


WRONG = tuple(NAMES)


def said(count: dict[str, int]) -> str:
    """What is wrong, in words."""
    return ", ".join(f"{count[name]} {words}" for name, words in NAMES.items() if count[name]) or "0"


def attribute(message: dict[str, str], name: str) -> str:
    """A message attribute as SNS got it."""
    for key, value in message.items():
        if value == name and key.startswith("MessageAttributes.entry.") and key.endswith(".Name"):
            return message[key.removesuffix("Name") + "Value.StringValue"]
    return ""


def differences(found: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """Resources that are not as the other run left them."""
    different = []
    for kind, resources in wanted.items():
        if isinstance(resources, list):
            different += [f"{kind} {key}" for key in set(resources) ^ set(found[kind])]
            continue
        different += [f"{kind} {key}" for key in resources | found[kind] if resources.get(key) != found[kind].get(key)]
    return different

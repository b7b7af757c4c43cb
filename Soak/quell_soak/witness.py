"""Looks into the journal at the moment a change arrives: was exactly this call planned, and its intent durable already?"""
import collections
import json
import pathlib
import sqlite3
from typing import Any

from .stand_in.history import Change
from .stand_in.request import leaves


class Witness:
    """Counts what it saw. `unplanned` names each change that no intent of its execution foresaw; the promise is none."""

    def __init__(self, journal: pathlib.Path) -> None:
        self.journal = journal
        self.unplanned: list[str] = []
        self.seen: collections.Counter[str] = collections.Counter()

    def __call__(self, change: Change) -> None:
        self.seen["changes"] += 1
        verdict = self.look(change)
        self.seen[verdict] += 1
        if verdict not in ("due", "late"):
            self.unplanned.append(f"{verdict}: {change.operation} of {change.execution or 'nobody'} {change.values}")

    def look(self, change: Change) -> str:
        """`due`: the step is under way. `late`: it was, and somebody has seen its effect since, as after a stop."""
        # A connection of its own each time: one that stays would keep the write-ahead log from being recovered after a kill.
        connection = sqlite3.connect(f"file:{self.journal}?mode=ro", uri=True, timeout=10)
        try:
            rows = connection.execute(
                "SELECT kind, record FROM entries WHERE execution = ? AND kind IN ('planned', 'intent', 'observed') "
                "ORDER BY sequence", (change.execution,)
            ).fetchall()
        finally:
            connection.close()
        return judge([(kind, json.loads(record)[kind]) for kind, record in rows], change)


def judge(records: list[tuple[str, dict[str, Any]]], change: Change) -> str:
    plans: dict[str, dict[str, Any]] = {}
    outputs: dict[str, Any] = {}
    intents: list[tuple[str, dict[str, Any]]] = []
    observed: list[dict[str, Any]] = []
    for kind, record in records:
        match kind:
            case "planned":
                for plan in record["_0"]["plans"]:
                    for step in plan["steps"]:
                        plans[f"{record['_0']['phase']}/{plan['action']}/{step['id']}"] = step["call"]
            case "intent":
                step = record["step"]
                intents.append((f"{step['phase']}/{step['action']}/{step['step']}", step))
            case "observed":
                observed.append(record["_0"]["step"])
                outputs |= record["_0"]["outputs"]
    verdict = "no intent"
    for name, step in intents:
        if name not in plans:
            return f"intent {name} without a plan"
        if is_the_call(plans[name], outputs, change):
            verdict = "late" if step in observed else "due"
    return verdict


def is_the_call(planned: dict[str, Any], outputs: dict[str, Any], change: Change) -> bool:
    """Whether operation, account and every value that was sent are those of the plan."""
    if planned["operation"] != change.operation or planned.get("account", change.account) != change.account:
        return False
    return sorted(leaves(spread(planned["input"], outputs))) == list(change.values)


def spread(value: Any, outputs: dict[str, Any]) -> Any:
    """A planned input as it is sent: outputs of earlier steps in their places, names of attributes among the values."""
    match value:
        case {"$output": name}:
            return outputs.get(name, f"output {name} is not known")
        case dict():
            attributes = value.get("MessageAttributes", {})
            return [list(attributes), *(spread(part, outputs) for part in value.values())]
        case list():
            return [spread(part, outputs) for part in value]
    return value

"""The table of IAM actions that AWS documents, which Tools/make-iam-table.py writes."""

import json
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).resolve().parents[3] / "Tools/iam-table.json"


@cache
def table() -> dict[str, Any]:
    return json.loads(PATH.read_text())


@cache
def _actions(prefix: str) -> dict[str, dict[str, Any]]:
    service = table()["services"].get(prefix, {"actions": {}})
    return {name.lower(): entry for name, entry in service["actions"].items()}


def entry(action: str) -> dict[str, Any] | None:
    """What the table says of `ec2:CreateTags`; nothing when it has no such action."""
    prefix, _, name = action.partition(":")
    return _actions(prefix.lower()).get(name.lower())


def resource_types(action: str) -> dict[str, bool]:
    """The types of resources of an action, and whether it requires each."""
    found = entry(action)
    return found["resources"] if found else {}


@cache
def keys(action: str) -> frozenset[str]:
    """The condition keys of an action and of the resources it is on, besides the global ones."""
    found = entry(action)
    if found is None:
        return frozenset()
    resources = table()["services"][action.partition(":")[0].lower()]["resources"]
    of_types = (resources[kind]["keys"] for kind in found["resources"] if kind in resources)
    return frozenset(found["keys"]).union(*of_types)

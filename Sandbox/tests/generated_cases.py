"""The cases of `policy_cases`, as they read for the policies that Quell generates."""

import json
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import generated_policies
import policy_cases

FOLDER = policy_cases.FOLDER
# What an administrator has, and a trust that somebody has opened: part of the question, not of Quell.
SCENERY = ("FullAccess", "TrustsEveryone")


@cache
def documents() -> dict[str, dict[str, Any]]:
    given = policy_cases.documents()
    return {**generated_policies.documents(), **{name: given[name] for name in SCENERY}}


@cache
def translation() -> dict[str, Any]:
    return json.loads((FOLDER / "translation.json").read_text())


@cache
def differences() -> list[dict[str, Any]]:
    """Cases, by id or by pattern, that the generated policies need not decide as the reference does, and why."""
    return json.loads((FOLDER / "differences.json").read_text())


def own() -> list[dict[str, Any]]:
    """Cases about generated policies only."""
    return [json.loads(line) for line in (FOLDER / "generated-cases.jsonl").read_text().splitlines()]


def reasons(case: dict[str, Any]) -> list[str]:
    return [each["because"] for each in differences() if any(fnmatchcase(case["id"], name) for name in each["cases"])]


def translated(case: dict[str, Any]) -> dict[str, Any] | None:
    """The case with our names and our documents; None where one of its documents has no counterpart."""
    request = _text(case["request"])
    policies: dict[str, list[str]] = {}
    for layer, names in case["policies"].items():
        policies[layer] = []
        for name in names:
            found = _documents(name, request)
            if not found:
                return None
            policies[layer] += [each for each in found if each not in policies[layer]]
    made = {**case, "request": request, "policies": policies}
    if "by" in case:
        made["by"] = translation()["statements"].get(case["by"], [case["by"]])
    return made


def is_right(case: dict[str, Any], known: policy_cases.Documents) -> bool:
    """Whether the decision and, where the case names it, the deciding statement are the expected ones."""
    decision = policy_cases.answer(case, known)
    return decision.allowed is (case["expected"] == "allow") and decision.sid in case.get("by", [decision.sid])


def _documents(name: str, request: dict[str, Any]) -> list[str]:
    found = translation()["documents"].get(name, [])
    return found if isinstance(found, list) else [generated_policies.trust(request["resource"]) or found]


def _text(value: Any) -> Any:
    if isinstance(value, dict):
        return {_text(name): _text(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_text(item) for item in value]
    if not isinstance(value, str):
        return value
    known = translation()
    if value in known["values"]:
        return known["values"][value]
    for part in sorted(known["parts"], key=len, reverse=True):
        value = value.replace(part, known["parts"][part])
    return value

"""Decisions that policies must make, as data: which documents, which request, what AWS would say.

`cases.jsonl` has one case a line and names its documents by their ids, so that the same cases can be asked of other
documents that promise the same, such as those of generated templates.
"""

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from quell_sandbox.policies import Decision, Request, evaluate

FOLDER = Path(__file__).resolve().parent / "policies"
Documents = Mapping[str, dict[str, Any]]


def cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / "cases.jsonl").read_text().splitlines()]


def documents() -> dict[str, dict[str, Any]]:
    return json.loads((FOLDER / "documents.json").read_text())


def answer(case: dict[str, Any], known: Documents) -> Decision:
    """What the documents say to a case's request. Every level of control policies also has AWS's full access."""
    named = case["policies"]
    named_documents = {layer: [known[each] for each in ids] for layer, ids in named.items()}
    asked = case["request"]
    return evaluate(
        Request(asked["principal"], asked["action"], asked["resource"], asked["context"]),
        identity=named_documents.get("identity", []),
        session=named_documents.get("session"),
        resource_policies=named_documents.get("resource", []),
        scps=[[known["FullAccess"], *named_documents["scps"]]] if "scps" in named else [],
        rcps=named_documents.get("rcps", []),
    )


def uses(case: dict[str, Any], name: str) -> bool:
    return any(name in ids for ids in case["policies"].values())


def is_right(case: dict[str, Any], known: Documents) -> bool:
    """Whether the decision and, where the case names it, the deciding statement are the expected ones."""
    decision = answer(case, known)
    return decision.allowed is (case["expected"] == "allow") and case.get("by") in (None, decision.sid)


def mutants(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The document without one statement, without one condition, without one of several actions: one at a time."""
    for index, statement in enumerate(document["Statement"]):
        name = statement.get("Sid", f"statement {index + 1}")
        yield f"without {name}", _without(document, index, None)
        for operator, keys in statement.get("Condition", {}).items():
            for key in keys:
                yield f"{name} without {operator} {key}", _without(document, index, ("Condition", operator, key))
        for element in ("Action", "NotAction"):
            actions = statement.get(element, [])
            for action in actions if isinstance(actions, list) and len(actions) > 1 else []:
                yield f"{name} without {element} {action}", _without(document, index, (element, action))


def _without(document: dict[str, Any], index: int, path: tuple[str, ...] | None) -> dict[str, Any]:
    made = copy.deepcopy(document)
    statement = made["Statement"][index]
    match path:
        case None:
            del made["Statement"][index]
        case (element, operator, key):
            del statement[element][operator][key]
            if not statement[element][operator]:
                del statement[element][operator]
        case (element, action):
            statement[element].remove(action)
    return made

"""The provider schemas of CloudFormation, as cfn-lint carries them: what a property may be, and what replaces."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import cfnlint
from jsonschema import Draft7Validator

SCHEMAS = Path(cfnlint.__file__).parent / "data" / "schemas"


@cache
def _digests() -> dict[str, str]:
    return json.loads((SCHEMAS / "providers" / "us-east-1.json").read_text())


@cache
def schema(kind: str) -> dict[str, Any]:
    return json.loads((SCHEMAS / "resources" / f"{_digests()[kind]}.json").read_text())


def _names(kind: str, member: str) -> set[str]:
    """The top-level properties under a member such as `createOnlyProperties`."""
    pointers = schema(kind).get(member) or []
    return {pointer.split("/")[2] for pointer in pointers if pointer.count("/") == 2}


def replacing(kind: str) -> set[str]:
    """The properties whose change makes a new resource."""
    return _names(kind, "createOnlyProperties")


def problems(kind: str, properties: dict[str, Any]) -> list[str]:
    """What CloudFormation would say against the resolved properties, before it makes anything."""
    settable = set(schema(kind)["properties"]) - _names(kind, "readOnlyProperties")
    unknown = [f"Encountered unsupported property {name}" for name in properties if name not in settable]
    errors = sorted(_validator(kind).iter_errors(properties), key=lambda error: list(map(str, error.path)))
    return unknown + [f"#/{'/'.join(map(str, error.path))}: {error.message}" for error in errors]


@cache
def _validator(kind: str) -> Draft7Validator:
    whole = schema(kind)
    names = ("properties", "required", "definitions", "additionalProperties")
    return Draft7Validator({name: _portable(whole[name]) for name in names if name in whole})


def _portable(node: Any) -> Any:
    """Without the patterns Python cannot read, and without cfn-lint's own keywords, which other validators ignore."""
    if isinstance(node, list):
        return [_portable(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {name: _portable(value) for name, value in node.items() if name != "pattern" or _is_pattern(value)}


def _is_pattern(value: Any) -> bool:
    if not isinstance(value, str):
        return True
    try:
        re.compile(value)
    except re.error:
        return False
    return True


def coerced(kind: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Texts that stand for numbers and booleans become them, and the other way round, as CloudFormation does."""
    whole = schema(kind)
    return _coerce(properties, {"type": "object", "properties": whole["properties"]}, whole.get("definitions", {}))


def _coerce(value: Any, node: dict[str, Any], definitions: dict[str, Any]) -> Any:
    while "$ref" in node:
        node = definitions.get(node["$ref"].rpartition("/")[2], {})
    kinds = node.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if isinstance(value, dict):
        members = node.get("properties", {})
        return {name: _coerce(item, members.get(name, {}), definitions) for name, item in value.items()}
    if isinstance(value, list):
        return [_coerce(item, node.get("items", {}), definitions) for item in value]
    if isinstance(value, str) and "string" not in kinds:
        if "boolean" in kinds and value.lower() in ("true", "false"):
            return value.lower() == "true"
        if ("integer" in kinds or "number" in kinds) and re.fullmatch(r"-?\d+", value):
            return int(value)
        if "number" in kinds and re.fullmatch(r"-?\d+\.\d+", value):
            return float(value)
    if kinds == ["string"] and isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if kinds == ["string"] and isinstance(value, (int, float)) else value

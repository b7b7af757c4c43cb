"""What a rule's target receives: Input, InputPath, InputTransformer, with EventBridge's quoting."""

import json
import re
from typing import Any

PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.\-]+)>")
STEP = re.compile(r"\.([A-Za-z0-9_\-]+)|\[(\d+)\]|\['([^']+)'\]|\[\"([^\"]+)\"\]")
MISSING = object()


def input_of(target: dict[str, Any], event: dict[str, Any], rule: Any) -> str:
    """The body for the target, JSON text unless the template says otherwise."""
    if "Input" in target:
        return target["Input"]
    if path := target.get("InputPath"):
        value = at_path(event, path)
        return json.dumps(None if value is MISSING else value)
    if transformer := target.get("InputTransformer"):
        values = {name: at_path(event, path) for name, path in transformer.get("InputPathsMap", {}).items()}
        return fill(transformer["InputTemplate"], {**_predefined(event, rule), **values})
    return json.dumps(event)


def _predefined(event: dict[str, Any], rule: Any) -> dict[str, Any]:
    return {
        "aws.events.rule-arn": rule.arn,
        "aws.events.rule-name": rule.name,
        "aws.events.event.ingestion-time": event["time"],
        "aws.events.event": event,
        "aws.events.event.json": event,
    }


def at_path(event: Any, path: str) -> Any:
    """The value at a JSON path such as `$.detail.resources[0].id`; `MISSING` when there is none."""
    value, position = event, 1
    while position < len(path):
        step = STEP.match(path, position)
        if step is None:
            return MISSING
        position = step.end()
        name = step[1] or step[3] or step[4]
        if name is not None:
            value = value.get(name, MISSING) if isinstance(value, dict) else MISSING
        else:
            index = int(step[2])
            value = value[index] if isinstance(value, list) and index < len(value) else MISSING
        if value is MISSING:
            return MISSING
    return value


def fill(template: str, values: dict[str, Any]) -> str:
    """Inside a quoted string a value is its text, escaped; outside it is JSON; a missing one is empty."""
    filled, quoted, position = [], False, 0
    while position < len(template):
        character = template[position]
        placeholder = PLACEHOLDER.match(template, position) if character == "<" else None
        if placeholder and placeholder[1] in values:
            filled.append(_written(values[placeholder[1]], quoted))
            position = placeholder.end()
            continue
        if character == "\\":
            filled.append(template[position : position + 2])
            position += 2
            continue
        quoted ^= character == '"'
        filled.append(character)
        position += 1
    return "".join(filled)


def _written(value: Any, quoted: bool) -> str:
    if value is MISSING:
        return ""
    if not quoted:
        return json.dumps(value)
    return json.dumps(value)[1:-1] if isinstance(value, str) else json.dumps(json.dumps(value))[1:-1]

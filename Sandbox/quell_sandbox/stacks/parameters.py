"""Parameters of stacks: defaults, previous values, constraints, types."""

import re
from typing import Any

from ..call import Refusal

SINGLE = {"String", "Number"}
LISTS = {"CommaDelimitedList", "List<Number>", "List<String>"}


def texts(template: dict[str, Any], given: list[dict[str, Any]], previous: dict[str, str]) -> dict[str, str]:
    """The text of every parameter of the template."""
    declared = template.get("Parameters") or {}
    values: dict[str, str] = {}
    for each in given:
        name = each["ParameterKey"]
        if name not in declared:
            raise Refusal("ValidationError", f"Parameters: [{name}] do not exist in the template")
        if each.get("UsePreviousValue"):
            if name not in previous:
                raise Refusal("ValidationError", f"Invalid input for parameter key {name}. Cannot use previous value")
            values[name] = previous[name]
        elif "ParameterValue" in each:
            values[name] = each["ParameterValue"]
    for name, declaration in declared.items():
        if name not in values and "Default" in declaration:
            values[name] = _default(declaration["Default"])
    if missing := [name for name in declared if name not in values]:
        raise Refusal("ValidationError", f"Parameters: [{', '.join(missing)}] must have values")
    for name, text in values.items():
        _check(name, declared[name], text)
    return values


def _default(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def value_of(declaration: dict[str, Any], text: str) -> Any:
    """A list for list types; numbers stay text until a property wants a number."""
    kind = declaration.get("Type", "String")
    return [each.strip() for each in text.split(",")] if kind in LISTS or kind.startswith("List<") else text


def _check(name: str, declaration: dict[str, Any], text: str) -> None:
    kind = declaration.get("Type", "String")
    if kind not in SINGLE | LISTS and not kind.startswith(("AWS::", "List<AWS::")) or kind.startswith("AWS::SSM"):
        raise Refusal("ValidationError", f"Template format error: Unrecognized parameter type: {kind}")
    hint = declaration.get("ConstraintDescription")
    for each in value_of(declaration, text) if kind in LISTS else [text]:
        if problem := _problem(kind, declaration, each):
            failed = f"failed to satisfy constraint: {hint}" if hint else problem
            raise Refusal("ValidationError", f"Parameter {name} {failed}")


def _problem(kind: str, declaration: dict[str, Any], text: str) -> str | None:
    allowed = declaration.get("AllowedValues")
    if allowed is not None and text not in [_default(each) for each in allowed]:
        return f"must be one of AllowedValues {allowed}"
    pattern = declaration.get("AllowedPattern")
    if pattern and not re.fullmatch(pattern, text):
        return f"must match pattern {pattern}"
    if kind in ("Number", "List<Number>"):
        if not re.fullmatch(r"-?\d+(\.\d+)?", text):
            return "must be a number"
        number = float(text)
        if not float(declaration.get("MinValue", number)) <= number <= float(declaration.get("MaxValue", number)):
            return "must be between MinValue and MaxValue"
    elif not int(declaration.get("MinLength", 0)) <= len(text) <= int(declaration.get("MaxLength", len(text))):
        return "must have a length between MinLength and MaxLength"
    return None

"""Intrinsic functions, conditions and references of templates."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..call import Refusal

NOTHING = object()
PLACE = re.compile(r"\$\{(!?)([^${}]+)\}")
CONDITION_FUNCTIONS = {"Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals"}


@dataclass
class Scope:
    """What names stand for.

    `references` are parameters and pseudo parameters; `reference` and `attribute` ask resources.
    """

    references: dict[str, Any]
    mappings: dict[str, Any] = field(default_factory=dict)
    conditions: dict[str, Any] = field(default_factory=dict)
    reference: Callable[[str], Any] = lambda name: _undefined(name)
    attribute: Callable[[str, str], Any] = lambda name, attribute: _undefined(name)
    imported: Callable[[str], Any] = lambda name: _undefined(name)
    _held: dict[str, bool | None] = field(default_factory=dict)

    def ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NOTHING
        return self.references[name] if name in self.references else self.reference(name)

    def holds(self, name: str) -> bool:
        if name not in self.conditions:
            raise Refusal("ValidationError", f"Template format error: Unresolved condition dependency {name}")
        if name in self._held and self._held[name] is None:
            raise Refusal("ValidationError", f"Template error: condition {name} depends on itself")
        if name not in self._held:
            self._held[name] = None
            self._held[name] = _condition(self.conditions[name], self)
        return bool(self._held[name])


def _undefined(name: str) -> Any:
    message = f"Template format error: Unresolved resource dependencies [{name}] in the template"
    raise Refusal("ValidationError", message)


def resolve(value: Any, scope: Scope) -> Any:
    """The value with every function replaced by what it yields; members that are AWS::NoValue are left out."""
    if isinstance(value, list):
        return [each for each in (resolve(item, scope) for item in value) if each is not NOTHING]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (name, argument), *_ = value.items()
        if name in FUNCTIONS:
            return FUNCTIONS[name](argument, scope)
        if name.startswith("Fn::"):
            raise Refusal("ValidationError", f"Template format error: {name} is not a function the sandbox has.")
    resolved = {name: resolve(item, scope) for name, item in value.items()}
    return {name: item for name, item in resolved.items() if item is not NOTHING}


def _condition(value: Any, scope: Scope) -> bool:
    if isinstance(value, dict) and len(value) == 1:
        (name, argument), *_ = value.items()
        match name:
            case "Condition":
                return scope.holds(argument)
            case "Fn::And":
                return all([_condition(each, scope) for each in argument])
            case "Fn::Or":
                return any([_condition(each, scope) for each in argument])
            case "Fn::Not":
                return not _condition(argument[0], scope)
            case "Fn::Equals":
                left, right = (_text(resolve(each, scope)) for each in argument)
                return left == right
    raise Refusal("ValidationError", f"Template format error: {json.dumps(value)} is not a condition.")


def _text(value: Any) -> Any:
    """Scalars are compared, joined and substituted as CloudFormation writes them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


def _get_att(argument: Any, scope: Scope) -> Any:
    name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
    return scope.attribute(name, resolve(attribute, scope))


def _if(argument: list, scope: Scope) -> Any:
    name, yes, no = argument
    return resolve(yes if scope.holds(name) else no, scope)


def _join(argument: list, scope: Scope) -> str:
    separator, items = argument[0], resolve(argument[1], scope)
    if not isinstance(items, list) or any(isinstance(each, (dict, list)) for each in items):
        raise Refusal("ValidationError", "Template error: every Fn::Join object requires a list of texts")
    return separator.join(_text(each) for each in items)


def _select(argument: list, scope: Scope) -> Any:
    index, items = int(resolve(argument[0], scope)), resolve(argument[1], scope)
    if not 0 <= index < len(items):
        raise Refusal("ValidationError", f"Template error: Fn::Select cannot select nonexistent value at index {index}")
    return items[index]


def _sub(argument: Any, scope: Scope) -> str:
    text, local = argument if isinstance(argument, list) else (argument, {})
    values = {name: resolve(value, scope) for name, value in local.items()}

    def replace(match: re.Match[str]) -> str:
        literal, name = match[1], match[2].strip()
        if literal:
            return "${" + name + "}"
        if name in values:
            value = values[name]
        else:
            value = _get_att(name, scope) if "." in name else scope.ref(name)
        if value is NOTHING or isinstance(value, (dict, list)):
            raise Refusal("ValidationError", f"Template error: Fn::Sub cannot use {name}, which is not a text")
        return str(_text(value))

    return PLACE.sub(replace, text)


def _find_in_map(argument: list, scope: Scope) -> Any:
    names = [resolve(each, scope) for each in argument]
    found: Any = scope.mappings
    for name in names:
        if not isinstance(found, dict) or name not in found:
            raise Refusal("ValidationError", f"Template error: Unable to get mapping for {'::'.join(map(str, names))}")
        found = found[name]
    return found


FUNCTIONS: dict[str, Callable[[Any, Scope], Any]] = {
    "Ref": lambda argument, scope: scope.ref(argument),
    "Fn::GetAtt": _get_att,
    "Fn::If": _if,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": lambda argument, scope: resolve(argument[1], scope).split(argument[0]),
    "Fn::Sub": _sub,
    "Fn::FindInMap": _find_in_map,
    "Fn::Base64": lambda argument, scope: base64.b64encode(resolve(argument, scope).encode()).decode(),
    "Fn::ImportValue": lambda argument, scope: scope.imported(resolve(argument, scope)),
    "Fn::ToJsonString": lambda argument, scope: json.dumps(resolve(argument, scope)),
}


def references(value: Any, scope: Scope) -> Iterator[str]:
    """The names that the value refers to, of the branches that its conditions choose."""
    if isinstance(value, list):
        for each in value:
            yield from references(each, scope)
    if not isinstance(value, dict):
        return
    for name, argument in value.items():
        match name:
            case "Ref":
                yield argument
            case "Fn::GetAtt":
                yield argument.split(".", 1)[0] if isinstance(argument, str) else argument[0]
            case "Fn::Sub":
                text, local = argument if isinstance(argument, list) else (argument, {})
                names = [match[2].strip() for match in PLACE.finditer(text) if not match[1]]
                yield from (each.split(".", 1)[0] for each in names if each not in local)
                yield from references(local, scope)
            case "Fn::If":
                yield from references(argument[1 if scope.holds(argument[0]) else 2], scope)
            case _:
                yield from references(argument, scope)

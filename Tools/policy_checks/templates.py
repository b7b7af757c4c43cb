"""CloudFormation templates and policy files as policy documents, each with the place it was found at."""

import json
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

Json = Any
NOTHING = {"Ref": "AWS::NoValue"}
PSEUDO = {"AWS::Partition": "aws"}


class Unreadable(Exception):
    """The file is neither a template nor a policy, or says something in a way that cannot be checked."""


@dataclass(frozen=True)
class Found:
    """A policy document; `resource` is the logical id of what it belongs to."""

    file: str
    resource: str
    kind: str
    path: str
    document: dict[str, Any]
    template: "Template"

    @property
    def trust(self) -> bool:
        return self.path.endswith("AssumeRolePolicyDocument")

    def at(self, sid: str) -> str:
        place = f", {self.resource}" + (f" ({self.path})" if self.path else "") if self.resource else ""
        return f"{self.file}{place}, statement {sid}"


class _Loader(yaml.SafeLoader):
    """YAML with the short forms of intrinsic functions."""


def _short_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Json]:
    if isinstance(node, yaml.ScalarNode):
        value: Json = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short_form)
# A version of a policy is a text although it looks like a date.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Template:
    """What the texts of a template can be, as far as it says so itself."""

    def __init__(self, parameters: dict[str, Json]) -> None:
        self.parameters = parameters

    def branches(self, value: Json) -> list[Json]:
        """All that an Fn::If can become; None where it is nothing."""
        if value == NOTHING:
            return [None]
        if isinstance(value, dict) and set(value) == {"Fn::If"}:
            return [each for branch in value["Fn::If"][1:] for each in self.branches(branch)]
        return [value]

    def items(self, value: Json) -> list[Json]:
        """A list, or one thing as a list, without what is nothing."""
        found = []
        for branch in self.branches(value):
            for each in branch if isinstance(branch, list) else [branch]:
                found += self.branches(each)
        return [each for each in found if each is not None]

    def texts(self, value: Json) -> list[str]:
        """All the texts a value can be. What only the deployment knows stands there as `${Name}`."""
        return [text for each in self.items(value) for text in self._text(each)]

    def _text(self, value: Json) -> list[str]:
        if isinstance(value, bool):
            return [str(value).lower()]
        if isinstance(value, (str, int, float)):
            return [str(value)]
        if not isinstance(value, dict) or len(value) != 1:
            raise Unreadable(f"This is no text: {json.dumps(value)}")
        ((function, argument),) = value.items()
        match function:
            case "Ref":
                return self._reference(argument)
            case "Fn::Sub":
                text = argument if isinstance(argument, str) else argument[0]
                for name, known in PSEUDO.items():
                    text = text.replace(f"${{{name}}}", known)
                return [text.replace("${!", "${")]
            case "Fn::Join":
                delimiter, parts = argument
                return [delimiter.join((self.texts(part) or [""])[0] for part in self.items(parts))]
            case _:
                return [f"${{{function} {json.dumps(argument)}}}"]

    def _reference(self, name: str) -> list[str]:
        if name in PSEUDO:
            return [PSEUDO[name]]
        parameter = self.parameters.get(name, {})
        default = parameter.get("Default")
        if default is None:
            return [f"${{{name}}}"]
        if parameter.get("Type", "").startswith(("List<", "CommaDelimitedList")):
            return [each.strip() for each in str(default).split(",")]
        return [str(default), *map(str, parameter.get("AllowedValues", []))]


def policies(path: pathlib.Path) -> Iterator[Found]:
    """Every policy of a file: a document alone, or all that lie in the resources of a template."""
    try:
        content = yaml.load(path.read_text(), _Loader)  # noqa: S506 (a safe loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Unreadable(f"{path}: {error}") from None
    if not isinstance(content, dict) or not {"Statement", "Resources"} & set(content):
        raise Unreadable(f"{path} is neither a policy nor a template.")
    if "Statement" in content:
        yield Found(str(path), "", "", "", content, Template({}))
        return
    template = Template(content.get("Parameters") or {})
    for name, resource in content["Resources"].items():
        kind = resource.get("Type", "")
        for where, document in _documents(resource.get("Properties") or {}, ""):
            yield Found(str(path), name, kind, where, document, template)
        if kind == "AWS::Lambda::Permission":
            yield Found(str(path), name, kind, "", _permission(resource.get("Properties") or {}), template)


def _documents(value: Json, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whatever has statements, wherever it lies. Documents given as texts are read too."""
    if isinstance(value, str) and '"Statement"' in value:
        try:
            value = json.loads(value)
        except ValueError:
            raise Unreadable(f"{path}: a policy as text must be JSON.") from None
    if isinstance(value, dict):
        if "Statement" in value:
            yield path, value
            return
        for key, each in value.items():
            yield from _documents(each, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _documents(each, f"{path}[{index}]")


def _permission(properties: dict[str, Json]) -> dict[str, Any]:
    """A permission of a function as the statement it becomes."""
    keys = {"SourceArn": "aws:SourceArn", "SourceAccount": "aws:SourceAccount", "PrincipalOrgID": "aws:PrincipalOrgID"}
    condition = {key: properties[name] for name, key in keys.items() if name in properties}
    principal = properties.get("Principal")
    service = isinstance(principal, str) and "." in principal
    statement = {
        "Sid": "of the permission",
        "Effect": "Allow",
        "Principal": {"Service" if service else "AWS": principal},
        "Action": properties.get("Action"),
        "Resource": properties.get("FunctionName"),
    }
    return {"Statement": statement | ({"Condition": {"StringEquals": condition}} if condition else {})}

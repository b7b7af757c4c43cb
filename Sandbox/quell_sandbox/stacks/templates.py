"""Templates as text: JSON, or YAML with CloudFormation's short forms."""

import json
from typing import Any

import yaml

from ..call import Refusal

SECTIONS = {
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
}
RESOURCE_MEMBERS = {
    "Condition",
    "DeletionPolicy",
    "DependsOn",
    "Metadata",
    "Properties",
    "Type",
    "UpdateReplacePolicy",
}
LONGEST = 51_200


class TemplateLoader(yaml.SafeLoader):
    """Dates stay text, as CloudFormation reads them."""


def _short_form(loader: TemplateLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix in ("Ref", "Condition"):
        return {suffix: value}
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{suffix}": value}


TemplateLoader.add_multi_constructor("!", _short_form)
TemplateLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse(text: str) -> dict[str, Any]:
    """The template, when it has the form of one; a Refusal with CloudFormation's words otherwise."""
    if len(text.encode()) > LONGEST:
        message = f"Value at 'templateBody' failed to satisfy constraint: Member must have length <= {LONGEST}"
        raise _error(f"1 validation error detected: {message}")
    try:
        template = json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, TemplateLoader)
    except (ValueError, yaml.YAMLError) as error:
        raise _error(f"Template format error: {error}") from None
    if not isinstance(template, dict):
        raise _error("Template format error: unsupported structure.")
    if unknown := sorted(set(template) - SECTIONS):
        raise _error(f"Invalid template property or properties {unknown}")
    if not isinstance(template.get("Resources"), dict) or not template["Resources"]:
        raise _error("Template format error: At least one Resources member must be defined.")
    for name, resource in template["Resources"].items():
        _check_resource(name, resource)
    return template


def _check_resource(name: str, resource: Any) -> None:
    if not name.isalnum():
        raise _error(f"Template format error: Resource name {name} is non alphanumeric.")
    if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
        raise _error(f"Template format error: [/Resources/{name}] Every Resources object must contain a Type member.")
    if unknown := sorted(set(resource) - RESOURCE_MEMBERS):
        raise _error(f"Invalid template resource property '{unknown[0]}'")
    for member in ("DeletionPolicy", "UpdateReplacePolicy"):
        if resource.get(member, "Delete") not in ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot"):
            raise _error(f"Template format error: Unrecognized {member} {resource[member]} for resource {name}")


def _error(message: str) -> Refusal:
    return Refusal("ValidationError", message)

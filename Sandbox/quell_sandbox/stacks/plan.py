"""What a template asks for: which resources, in which order, and what each name stands for."""

from typing import Any

from ..call import Refusal
from . import parameters, schemas
from .intrinsics import Scope, references, resolve
from .resource_types import TYPES
from .stack import Stack

IAM_TYPES = ("AWS::IAM::ManagedPolicy", "AWS::IAM::Role")
NAMES = ("ManagedPolicyName", "RoleName")


def scope(stack: Stack, template: dict[str, Any], texts: dict[str, str], exports: dict[str, str]) -> Scope:
    declared = template.get("Parameters") or {}
    known = {name: parameters.value_of(declared[name], text) for name, text in texts.items()}
    known |= {
        "AWS::AccountId": stack.account,
        "AWS::NotificationARNs": [],
        "AWS::Partition": "aws",
        "AWS::Region": stack.region,
        "AWS::StackId": stack.identifier,
        "AWS::StackName": stack.name,
        "AWS::URLSuffix": "amazonaws.com",
    }
    conditions, mappings = template.get("Conditions") or {}, template.get("Mappings") or {}

    def imported(name: str) -> str:
        if name not in exports:
            raise Refusal("ValidationError", f"No export named {name} found.")
        return exports[name]

    return Scope(known, mappings, conditions, imported=imported)


def chosen(template: dict[str, Any], names: Scope) -> dict[str, dict[str, Any]]:
    """The resources whose conditions hold. Every condition is looked at, as AWS does before it begins."""
    for condition in names.conditions:
        names.holds(condition)
    return {
        name: resource
        for name, resource in template["Resources"].items()
        if "Condition" not in resource or names.holds(resource["Condition"])
    }


def check(template: dict[str, Any], names: Scope, capabilities: list[str]) -> None:
    """Refuses before anything is made: unknown types, names that stand for nothing, missing capabilities."""
    kinds = {resource["Type"] for resource in template["Resources"].values()}
    if unknown := sorted(kind for kind in kinds if kind not in TYPES):
        raise Refusal("ValidationError", f"Template format error: Unrecognized resource types: {unknown}")
    everything = set(template["Resources"])
    for resource in template["Resources"].values():
        waits = resource.get("DependsOn") or []
        for name in [waits] if isinstance(waits, str) else waits:
            if name not in everything:
                raise Refusal("ValidationError", f"Template format error: Unresolved resource dependencies [{name}]")
    chosen_resources = chosen(template, names)
    for resource in chosen_resources.values():
        _known(resource.get("Properties") or {}, names, everything)
    order(chosen_resources, names)
    for output in (template.get("Outputs") or {}).values():
        _known(output.get("Value"), names, everything)
    _check_capabilities(list(chosen_resources.values()), capabilities)


def _known(value: Any, names: Scope, resources: set[str]) -> None:
    for name in references(value, names):
        if name not in resources and name not in names.references and name != "AWS::NoValue":
            message = f"Template format error: Unresolved resource dependencies [{name}] in the Resources block"
            raise Refusal("ValidationError", message)


def needed_capabilities(resources: list[dict[str, Any]]) -> list[str]:
    iam = [each for each in resources if each["Type"] in IAM_TYPES]
    named = any(name in (each.get("Properties") or {}) for each in iam for name in NAMES)
    return ["CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"] if iam else []


def _check_capabilities(resources: list[dict[str, Any]], capabilities: list[str]) -> None:
    """Who acknowledges named IAM resources acknowledges the others too."""
    needed = needed_capabilities(resources)
    given = {*capabilities, "CAPABILITY_IAM"} if "CAPABILITY_NAMED_IAM" in capabilities else set(capabilities)
    if not set(needed) <= given:
        raise Refusal("InsufficientCapabilitiesException", f"Requires capabilities : [{', '.join(needed)}]")


def order(resources: dict[str, dict[str, Any]], names: Scope) -> dict[str, list[str]]:
    """Each resource after all those it depends on, with their names."""
    depends = {name: _dependencies(resource, names, resources) for name, resource in resources.items()}
    ordered: dict[str, list[str]] = {}

    def place(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = ", ".join(path[path.index(name) :])
            raise Refusal("ValidationError", f"Circular dependency between resources: [{circle}]")
        if name not in ordered:
            for each in depends[name]:
                place(each, (*path, name))
            ordered[name] = depends[name]

    for name in resources:
        place(name, ())
    return ordered


def _dependencies(resource: dict[str, Any], names: Scope, resources: dict[str, Any]) -> list[str]:
    explicit = resource.get("DependsOn") or []
    found = [explicit] if isinstance(explicit, str) else list(explicit)
    found += references(resource.get("Properties") or {}, names)
    return [each for each in dict.fromkeys(found) if each in resources]


def properties(kind: str, resource: dict[str, Any], names: Scope) -> dict[str, Any]:
    """The resolved properties, right for the type: a Refusal says what is wrong with them."""
    given = schemas.coerced(kind, resolve(resource.get("Properties") or {}, names))
    problems = schemas.problems(kind, given)
    missing = sorted(set(given) - TYPES[kind].properties)
    if not problems and missing:
        problems = [f"The sandbox does not have the property {name} of {kind}" for name in missing]
    if problems:
        raise Refusal("InvalidRequest", "; ".join(problems[:5]))
    return given

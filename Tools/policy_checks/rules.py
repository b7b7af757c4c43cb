"""What a policy must not say."""

from collections.abc import Iterator
from typing import Any

from . import table
from .templates import Found, Template, Unreadable

SOURCE_KEYS = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths")
# Operators that hold although the key is missing do not bind anyone.
NOT_BINDING = ("IfExists", "ForAllValues:", "Null", "Not")
# Services that set none of the source keys when they assume a role, so that a condition would lock them out:
# "The aws:SourceArn condition key applies only to policies where your Lambda function is the target resource."
# https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
SOURCELESS_TRUST = ("lambda.amazonaws.com",)


def problems(found: Found) -> Iterator[str]:
    """Sentences, each with the place of its statement."""
    template = found.template
    for number, statement in enumerate(template.items(found.document.get("Statement")), 1):
        sid = str(statement.get("Sid") or f"{number} (no Sid)")
        try:
            for sentence in _problems(found, template, statement):
                yield f"{found.at(sid)}: {sentence}"
        except Unreadable as error:
            yield f"{found.at(sid)}: {error}"


def _problems(found: Found, template: Template, statement: dict[str, Any]) -> Iterator[str]:
    patterns = template.texts(statement.get("Action"))
    spared = template.texts(statement.get("NotAction"))
    yield from _unknown_actions([*patterns, *spared])
    for condition in template.branches(statement.get("Condition")):
        yield from _unsupported_keys(patterns, condition)
    if statement.get("Effect") != "Allow":
        return
    yield from _too_many_actions(template, statement, patterns)
    for condition in template.branches(statement.get("Condition")):
        yield from _unbound_services(found, template, statement, condition)
        if condition is None:
            yield from _everywhere(template, statement, patterns)


def _unknown_actions(patterns: list[str]) -> Iterator[str]:
    for pattern in patterns:
        if "${" in pattern:
            yield f"The action {pattern} is known at deployment only."
        elif pattern != "*" and not table.matching(pattern):
            yield f"There is no action {pattern} in Tools/iam-table.json."


def _unsupported_keys(patterns: list[str], condition: Any) -> Iterator[str]:
    for operator, keys in (condition or {}).items():
        if operator.startswith("Fn::"):
            raise Unreadable(f"{operator} inside a Condition cannot be checked: put it around the whole Condition.")
        for key in keys:
            if not table.is_global(key):
                yield from _unsupported_key(patterns, key)


def _unsupported_key(patterns: list[str], key: str) -> Iterator[str]:
    """An action that is named must have the key; of those that a wildcard means, one must."""
    for pattern in patterns or ["*"]:
        actions = table.matching(pattern)
        if actions and not any(table.supports(action, key) or _of_provider(action, key) for action in actions):
            yield f"{'No action' if pattern == '*' else pattern} supports the condition key {key}."


def _of_provider(action: str, key: str) -> bool:
    """`provider.example.com:sub` of whatever identity provider."""
    return action == "sts:AssumeRoleWithWebIdentity" and "." in key.partition(":")[0]


def _too_many_actions(template: Template, statement: dict[str, Any], patterns: list[str]) -> Iterator[str]:
    if "NotAction" in statement:
        yield "An Allow with NotAction allows whatever AWS invents next: name the actions."
    for pattern in patterns:
        if _is_whole(pattern) and not (pattern == "kms:*" and _for_account_alone(template, statement)):
            yield f"An Allow of {pattern} allows too much: name the actions."


def _is_whole(pattern: str) -> bool:
    """Everything, or all of a service."""
    return pattern.partition(":")[2].strip("*") == ""


def _for_account_alone(template: Template, statement: dict[str, Any]) -> bool:
    """The statement by which a key's policy leaves the key to its account. Without it nobody could manage the key.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    principal = statement.get("Principal")
    names = template.texts(principal.get("AWS")) if isinstance(principal, dict) and set(principal) == {"AWS"} else []
    return bool(names) and all(name.endswith(":root") for name in names)


def _unbound_services(found: Found, template: Template, statement: dict[str, Any], condition: Any) -> Iterator[str]:
    principal = statement.get("Principal")
    services = template.texts(principal.get("Service")) if isinstance(principal, dict) else []
    if not services or _is_bound(template, condition):
        return
    for service in services:
        if not (found.trust and service in SOURCELESS_TRUST):
            yield (f"{service} may be sent by anybody: bind it by aws:SourceArn, aws:SourceAccount or aws:SourceOrgID.")


def _is_bound(template: Template, condition: Any) -> bool:
    for operator, keys in (condition or {}).items():
        if any(each in operator for each in NOT_BINDING):
            continue
        for key, values in keys.items():
            if key.lower() in SOURCE_KEYS and "*" not in template.texts(values):
                return True
    return False


def _everywhere(template: Template, statement: dict[str, Any], patterns: list[str]) -> Iterator[str]:
    if "*" not in template.texts(statement.get("Resource")):
        return
    for pattern in patterns:
        if _is_whole(pattern) or ("Principal" in statement and pattern.lower().startswith("kms:")):
            # Said already; and in the policy of a key `*` is that key.
            continue
        changing = [each for each in table.matching(pattern) if table.is_mutating(each) and table.has_resources(each)]
        if changing:
            meant = "" if changing == [pattern] else f" (among others {changing[0]})"
            yield f"{pattern}{meant} changes things and is allowed on every resource: name them or add a condition."

"""sts:AssumeRole and what comes with it, asked of the role."""

import re
from typing import Any

from .. import second_factor
from ..call import Call, Refusal
from .checks import Check, finds
from .parameters import listed, tags

ROLE_ARN = re.compile(r"arn:aws:iam::(\d{12}):role/(.+/)?([\w+=,.@-]{1,64})")


def check_shape(call: Call) -> None:
    """Before anyone asks whether it is allowed: what is no role and no session name at all."""
    arn, session_name = call.parameter("RoleArn") or "", call.parameter("RoleSessionName") or ""
    if not re.fullmatch(r"[\w+=,.@-]{2,64}", session_name):
        raise Refusal("ValidationError", f"Value '{session_name}' at 'roleSessionName' is not a session name.")
    if not ROLE_ARN.fullmatch(arn):
        raise Refusal("ValidationError", f"{arn} is invalid")


@finds("sts", "AssumeRole")
def assume_role(call: Call) -> list[Check]:
    """A source identity and session tags are actions of their own, with the same keys."""
    check_shape(call)
    role, given = call.parameter("RoleArn") or "", tags(call)
    names = {
        "sts:ExternalId": "ExternalId",
        "sts:RoleSessionName": "RoleSessionName",
        "sts:SourceIdentity": "SourceIdentity",
    }
    context: dict[str, Any] = {key: value for key, name in names.items() if (value := call.parameter(name))}
    context |= {f"aws:RequestTag/{key}": value for key, value in given.items()}
    if given:
        context["aws:TagKeys"] = list(given)
    if transitive := listed(call, "TransitiveTagKeys"):
        context["sts:TransitiveTagKeys"] = transitive
    # The trust policy sees it; the session does not carry it on.
    if second_factor.is_given(call):
        context["aws:MultiFactorAuthPresent"] = "true"
    actions = ["sts:AssumeRole"]
    if "sts:SourceIdentity" in context or (call.principal.session and call.principal.session.source_identity):
        actions.append("sts:SetSourceIdentity")
    if given or (call.principal.session and call.principal.session.transitive):
        actions.append("sts:TagSession")
    return [Check(action, role, context) for action in actions]


@finds("sts", "GetCallerIdentity")
def caller_identity(call: Call) -> list[Check]:
    """Everybody may ask who they are, whatever their policies say."""
    return []

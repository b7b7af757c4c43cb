"""sts:AssumeRole with the role's trust enforced: the role must exist in its account and name the caller."""

import json
import re
from datetime import timedelta
from typing import Any

from moto.core.responses import ActionResult
from moto.sts.responses import TokenResponse

from .authorization import as_list, matches
from .call import Call, Refusal
from .principals import ACCOUNTS, ORGANIZATION, Principal, Session, iam
from .state import STATE, utc_now

ROLE_ARN = re.compile(r"arn:aws:iam::(\d{12}):role/(.+/)?([\w+=,.@-]{1,64})")


def check_assume_role(call: Call) -> None:
    """Before moto makes credentials: refuses what the role's trust policy does not allow."""
    arn, session_name = call.parameter("RoleArn") or "", call.parameter("RoleSessionName") or ""
    if not re.fullmatch(r"[\w+=,.@-]{2,64}", session_name):
        raise Refusal("ValidationError", f"Value '{session_name}' at 'roleSessionName' is not a session name.")
    if not ROLE_ARN.fullmatch(arn):
        raise Refusal("ValidationError", f"{arn} is invalid")
    role = _role(arn)
    wanted = ["sts:AssumeRole"]
    if call.parameter("SourceIdentity"):
        wanted.append("sts:SetSourceIdentity")
    if call.parameter("Tags.member.1.Key"):
        wanted.append("sts:TagSession")
    for action in wanted:
        if role is None or not _trusts(role, call.principal, action, call.parameter("ExternalId")):
            message = f"User: {call.principal.arn} is not authorized to perform: {action} on resource: {arn}"
            raise Refusal("AccessDenied", message, 403)
    _check_duration(call, role)
    _check_session_policy(call.parameter("Policy"))


def _role(arn: str) -> Any | None:
    account = arn.split(":")[4]
    if account not in ACCOUNTS:
        return None
    return next((role for role in list(iam(account).roles.values()) if role.arn == arn), None)


def _check_duration(call: Call, role: Any) -> None:
    text = call.parameter("DurationSeconds")
    longest = 3600 if call.principal.session else int(role.max_session_duration or 3600)
    if text is None:
        return
    if not text.isdigit() or int(text) < 900:
        raise Refusal("ValidationError", f"Value '{text}' at 'durationSeconds' must be at least 900")
    if int(text) > longest:
        message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        raise Refusal("ValidationError", message)


def _check_session_policy(policy: str | None) -> None:
    if policy is None:
        return
    try:
        document = json.loads(policy)
    except ValueError:
        document = None
    if not isinstance(document, dict) or "Statement" not in document:
        raise Refusal("MalformedPolicyDocument", "This policy contains invalid Json")
    if len(policy) > 2048:
        raise Refusal("ValidationError", "Member must have length less than or equal to 2048 at 'policy'")


def _trusts(role: Any, caller: Principal, action: str, external_id: str | None) -> bool:
    document = role.assume_role_policy_document
    document = json.loads(document) if isinstance(document, str) else document
    allowed = False
    for statement in as_list(document.get("Statement", [])):
        if not matches(action.lower(), [each.lower() for each in as_list(statement.get("Action", []))]):
            continue
        if not _names_caller(statement, caller) or not _conditions_hold(statement, caller, external_id):
            continue
        if statement.get("Effect") == "Deny":
            return False
        allowed = allowed or statement.get("Effect") == "Allow"
    return allowed


def _names_caller(statement: dict, caller: Principal) -> bool:
    principal = statement.get("Principal", {})
    if principal == "*":
        return True
    named = as_list(principal.get("AWS", []))
    root = f"arn:aws:iam::{caller.account}:root"
    return any(each in ("*", caller.account, root, caller.arn, caller.entity_arn) for each in named)


def _conditions_hold(statement: dict, caller: Principal, external_id: str | None) -> bool:
    """A condition that is not known here does not hold: trust is never given by mistake."""
    for operator, keys in statement.get("Condition", {}).items():
        for key, wanted in keys.items():
            values = {
                "sts:externalid": external_id,
                "aws:principalorgid": ORGANIZATION,
                "aws:principalarn": caller.entity_arn,
                "aws:principalaccount": caller.account,
            }
            value = values.get(key.lower())
            like = operator in ("StringLike", "ArnLike", "ArnEquals")
            if value is None or not (like or operator == "StringEquals"):
                return False
            if not (matches(value, as_list(wanted)) if like else value in as_list(wanted)):
                return False
    return True


_make_credentials = TokenResponse.assume_role


def assume_role(response: TokenResponse) -> ActionResult:
    """moto makes the credentials; the sandbox remembers the session, so that its calls can be checked."""
    result = _make_credentials(response)
    made = result.result["Credentials"]
    now = utc_now()
    duration = response._get_int_param("DurationSeconds", 3600)
    STATE.sessions[made.access_key_id] = Session(
        account=made.account_id,
        role_arn=made.role_arn,
        session_arn=made.arn,
        secret=made.secret_access_key,
        token=made.session_token,
        issued=now,
        expires=now + timedelta(seconds=duration),
        policy=made.policy,
    )
    if source_identity := response._get_param("SourceIdentity"):
        result.result["SourceIdentity"] = source_identity
    return result


def install() -> None:
    TokenResponse.assume_role = assume_role

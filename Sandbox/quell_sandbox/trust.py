"""sts:AssumeRole: what a request for a session must be like, and the sessions that were given."""

import json
from datetime import timedelta
from typing import Any

from moto.core.responses import ActionResult
from moto.sts.responses import TokenResponse

from .call import Call, Refusal
from .principals import Session, iam
from .state import STATE, utc_now

def check_session(call: Call) -> None:
    """Before moto makes credentials, and after the role's trust: how long the session lasts, and its own policy."""
    _check_duration(call, _role(call.parameter("RoleArn") or ""))
    _check_session_policy(call.parameter("Policy"))


def _role(arn: str) -> Any:
    return next(role for role in list(iam(arn.split(":")[4]).roles.values()) if role.arn == arn)


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


_make_credentials = TokenResponse.assume_role


def assume_role(response: TokenResponse) -> ActionResult:
    """moto makes the credentials; the sandbox remembers the session, so that its calls can be checked."""
    result = _make_credentials(response)
    made = result.result["Credentials"]
    now = utc_now()
    parent = STATE.sessions.get(response.get_access_key())
    chained = {key: parent.tags[key] for key in parent.transitive} if parent else {}
    given = {each["Key"]: each["Value"] for each in response._get_param("Tags") or []}
    transitive = frozenset(response._get_param("TransitiveTagKeys") or []) | frozenset(chained)
    source_identity = response._get_param("SourceIdentity") or (parent.source_identity if parent else None)
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
        source_identity=source_identity,
        tags={**given, **chained},
        transitive=transitive,
    )
    if source_identity:
        result.result["SourceIdentity"] = source_identity
    return result


def install() -> None:
    TokenResponse.assume_role = assume_role

"""As whom a runbook acts: as the role that it is given, or as the caller who started it."""

from typing import Any

from .access.checks import Check
from .authorization import decide
from .automation_runbooks import May, Parameters
from .call import Call, Refusal
from .permissions_used import remember
from .principals import iam
from .service_policies import role_may
from .service_sessions import check_trust
from .state import TURN

SERVICE = "ssm.amazonaws.com"


def actor(call: Call, execution: str, parameters: Parameters) -> May:
    """Refuses a role that Systems Manager cannot assume, as the start of an automation does."""
    arn = (parameters.get("AutomationAssumeRole") or [""])[0]
    if not arn:
        return _as_caller(call)
    about = {
        "aws:SourceAccount": call.account,
        "aws:SourceArn": f"arn:aws:ssm:{call.region}:{call.account}:automation-execution/{execution}",
    }
    try:
        return as_role(check_trust(arn, SERVICE, about))
    except Refusal:
        message = "The defined assume role is unable to be assumed."
        raise Refusal("InvalidAutomationExecutionParametersException", message) from None


def role_in(account: str, name: str) -> Any | None:
    return next((each for each in list(iam(account).roles.values()) if each.name == name), None)


def as_role(role: Any) -> May:
    def may(action: str, resource: str) -> None:
        if not role_may(role, SERVICE, action, resource):
            raise _denied(role.arn, action, resource)

    return may


def _as_caller(call: Call) -> May:
    """With the session of the caller, and its policy."""

    def may(action: str, resource: str) -> None:
        # Later than the call's own answer, so that its needs are told by themselves.
        call.needs = []
        with TURN:
            allowed = decide(call, Check(action, resource)).allowed
        if not allowed:
            raise _denied(call.principal.arn, action, resource)
        remember(call.needs, SERVICE)

    return may


def _denied(who: str, action: str, resource: str) -> PermissionError:
    return PermissionError(f"An error occurred (AccessDenied): {who} may not do {action} on {resource}")

"""Custom actions of Security Hub, as people choose them in the console for findings that it has imported."""

from typing import Any

from moto.securityhub.models import securityhub_backends

from . import event_buses
from .call import Refusal
from .hub_findings import imported
from .principals import SECURITY_ACCOUNT
from .state import STATE, TURN


def act(given: dict[str, Any]) -> dict[str, Any]:
    """Imports the findings of GuardDuty, and sends the event of the action with all of them."""
    account, region = given.get("account", SECURITY_ACCOUNT), given["region"]
    with TURN:
        target = _target(account, region, given)
        hub = securityhub_backends[account][region]
        if not hub.enabled:
            message = f"Account {account} is not subscribed to AWS Security Hub in {region}"
            raise Refusal("InvalidAccessException", message, 401)
        findings = [_import(hub, account, arn) for arn in given["findingArns"]]
    detail = {
        "actionName": target["Name"],
        "actionDescription": target["Description"],
        "findings": findings,
    }
    event = {
        "source": "aws.securityhub",
        "detail-type": "Security Hub Findings - Custom Action",
        "resources": [target["ActionTargetArn"]],
        "detail": detail,
    }
    return {"event": event_buses.publish_whole(account, region, event)}


def _target(account: str, region: str, given: dict[str, Any]) -> dict[str, str]:
    for target in STATE.action_targets[(account, region)].values():
        if given.get("actionArn") == target["ActionTargetArn"] or given.get("actionName") == target["Name"]:
            return target
    wanted = given.get("actionArn") or given.get("actionName")
    raise Refusal("ResourceNotFoundException", f"There is no action {wanted} in {account}, {region}.", 404)


def _import(hub: Any, account: str, arn: str) -> dict[str, Any]:
    """Security Hub sees the findings of its own account and of the members; what people noted on one stays."""
    owner, region, identifier = arn.split(":")[4], arn.split(":")[3], arn.rpartition("/")[2]
    finding = STATE.findings[(owner, region)].get(identifier)
    if finding is None or region != hub.region_name or (owner != account and STATE.members.get(owner) != account):
        raise Refusal("ResourceNotFoundException", f"There is no finding {arn} that Security Hub sees.", 404)
    known = next((each for each in hub.findings if each.id == arn), None)
    if known is None:
        hub.batch_import_findings([imported(finding)])
        known = next(each for each in hub.findings if each.id == arn)
    else:
        fresh = imported(finding)
        kept = ("Note", "Workflow", "WorkflowState", "UserDefinedFields")
        known.data.update({name: value for name, value in fresh.items() if name not in kept})
    return known.data

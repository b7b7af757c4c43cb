"""What services may do for other services' resources: each target is asked as AWS asks it, by its own policy."""

from typing import Any

from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from . import function_pools
from .call import Refusal
from .principals import ORGANIZATION
from .service_policies import account_may, role_may, service_may
from .service_sessions import check_trust

EVENTS = "events.amazonaws.com"
ACTIONS = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction"}


def check_target(rule: Any, arn: str) -> None:
    """Refuses when the target's policy does not let EventBridge deliver for the rule."""
    service = arn.split(":")[2]
    if service not in ACTIONS:
        return
    if service == "lambda" and function_pools.find(arn) is None:
        # A function behind a URL has no policy: it is not one that Lambda knows.
        return
    if not service_may(policy_of(arn), EVENTS, ACTIONS[service], arn, rule.arn):
        message = f"The policy of {arn} does not allow {EVENTS} to {ACTIONS[service]} for {rule.arn}."
        raise Refusal("NO_PERMISSIONS", message, 403)


def policy_of(arn: str) -> Any:
    """The resource policy of a queue, a topic or a function; a KeyError or moto's error when it is not there."""
    service, region, account, name = arn.split(":", 5)[2:6]
    if service == "sqs":
        return sqs_backends[account][region].get_queue(name).policy
    if service == "sns":
        return sns_backends[account][region].get_topic(arn).policy
    return policy_of_function(function_pools.find(arn))


def policy_of_function(function: Any) -> dict[str, Any]:
    """Who may invoke the function. moto keeps an account as a text alone."""
    statements = [dict(each) for each in function.policy.statements]
    for each in statements:
        if isinstance(each["Principal"], str) and each["Principal"] != "*":
            each["Principal"] = {"AWS": each["Principal"]}
    return {"Version": "2012-10-17", "Statement": statements}


def check_bus_target(rule: Any, target: dict[str, Any], bus: Any, policy: dict[str, Any], context: dict) -> None:
    """Refuses when the hop from a rule to a bus is not allowed.

    With a role: EventBridge must be able to assume it, it must be allowed to put events, and a bus of another account
    must allow it. Without: the bus must name the account itself, because no member of the organization is calling.
    """
    own = bus.account_id == rule.account_id
    role_arn = target.get("RoleArn")
    if role_arn is None:
        if not own and not account_may(policy, rule.account_id, "events:PutEvents", bus.arn, context):
            message = f"The policy of {bus.arn} does not allow {rule.account_id}, and the target has no role."
            raise Refusal("AccessDeniedException", message, 403)
        return
    about = {"aws:SourceArn": rule.arn, "aws:SourceAccount": rule.account_id, "aws:SourceOrgID": ORGANIZATION}
    role = check_trust(role_arn, EVENTS, about)
    if not role_may(role, EVENTS, "events:PutEvents", bus.arn, policy, context):
        message = f"{role_arn} and the policy of {bus.arn} do not both allow events:PutEvents."
        raise Refusal("AccessDeniedException", message, 403)

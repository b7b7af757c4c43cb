"""CloudFormation: stacks by their names, and the roles they are given."""

from ..call import Call
from ..state import STATE
from .checks import Check, finds, finds_types
from .names import action_name
from .roles import pass_role


@finds_types("cloudformation")
def stack(call: Call, kind: str) -> list[str]:
    """The ARN of a stack that is there; of one that is not, whatever its last part will be."""
    name = call.parameter("StackName")
    if kind != "stack" or not name:
        return []
    if name.startswith("arn:"):
        return [name]
    known = [each.identifier for each in STATE.stacks[call.place].values() if each.name == name]
    return known[-1:] or [f"arn:aws:cloudformation:{call.region}:{call.account}:stack/{name}/*"]


@finds("cloudformation", "CreateStack", "UpdateStack", "DeleteStack")
def deploy(call: Call) -> list[Check]:
    role = call.parameter("RoleARN")
    context = {"cloudformation:RoleArn": role} if role else {}
    checks = [Check(action_name(call), each, context) for each in stack(call, "stack")]
    return [*checks, *(pass_role(role, "cloudformation.amazonaws.com") if role else [])]

"""What CloudFormation is asked to do: create, update and delete stacks."""

import re
from typing import Any
from uuid import uuid4

from .. import address
from ..call import Answer, Call, Refusal
from ..registry import answers
from ..service_sessions import service_session
from ..state import STATE, utc_now
from . import parameters, plan, templates
from .clients import Aws
from .engine import Deployment, Failed
from .stack import Stack
from .wire import answer, stack_input

NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,127}")
BUSY = "_IN_PROGRESS"


def find(call: Call, name: str | None) -> Stack:
    """By name, or by ARN when it has been deleted already."""
    stacks = STATE.stacks[call.place]
    for stack in stacks.values():
        if name == stack.identifier or (name == stack.name and stack.status != "DELETE_COMPLETE"):
            return stack
    raise Refusal("ValidationError", f"Stack with id {name} does not exist")


def exports(place: tuple[str, str]) -> dict[str, str]:
    """The values that the stacks of an account and Region export."""
    outputs = [each for stack in STATE.stacks[place].values() for each in stack.outputs]
    return {each["ExportName"]: each["OutputValue"] for each in outputs if "ExportName" in each}


@answers("cloudformation", "CreateStack", slow=True)
def create_stack(call: Call) -> Answer:
    given = stack_input(call)
    name = given["StackName"]
    if not NAME.fullmatch(name):
        raise Refusal("ValidationError", f"1 validation error detected: Value '{name}' at 'stackName' is not a name")
    if any(each.name == name and each.status != "DELETE_COMPLETE" for each in STATE.stacks[call.place].values()):
        raise Refusal("AlreadyExistsException", f"Stack [{name}] already exists")
    identifier = f"arn:aws:cloudformation:{call.region}:{call.account}:stack/{name}/{uuid4()}"
    stack = Stack(name, identifier, call.account, call.region, "REVIEW_IN_PROGRESS", role=given.get("RoleARN"))
    stack.protected = given.get("EnableTerminationProtection", False)
    stack.disable_rollback = given.get("DisableRollback", False) or given.get("OnFailure") == "DO_NOTHING"
    stack.tags = given.get("Tags", [])
    text, template, texts = _read(stack, given)
    names = plan.scope(stack, template, texts, exports(call.place))
    plan.check(template, names, given.get("Capabilities", []))
    STATE.stacks[call.place][identifier] = stack
    stack.template_text, stack.template, stack.parameters = text, template, texts
    stack.capabilities = given.get("Capabilities", [])
    stack.become("CREATE_IN_PROGRESS", "User Initiated")
    deployment = Deployment(stack, _aws(call, stack))
    try:
        deployment.deploy(template, names)
        stack.become("CREATE_COMPLETE")
    except (Failed, Refusal) as failure:
        _roll_back_creation(deployment, str(failure), given.get("OnFailure"))
    return answer(call, {"StackId": identifier})


def _roll_back_creation(deployment: Deployment, reason: str, on_failure: str | None) -> None:
    stack = deployment.stack
    if stack.disable_rollback:
        stack.become("CREATE_FAILED", reason)
        return
    stack.become("ROLLBACK_IN_PROGRESS", f"{reason}Rollback requested by user.")
    try:
        # What a stack that never was whole has made is of use to nobody, whatever its deletion policy says.
        deployment.remove_all()
        stack.become("DELETE_COMPLETE" if on_failure == "DELETE" else "ROLLBACK_COMPLETE", reason)
    except Failed as failure:
        stack.become("ROLLBACK_FAILED", str(failure))


@answers("cloudformation", "UpdateStack", slow=True)
def update_stack(call: Call) -> Answer:
    given = stack_input(call)
    stack = find(call, given["StackName"])
    if stack.status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"):
        message = f"Stack:{stack.identifier} is in {stack.status} state and can not be updated."
        raise Refusal("ValidationError", message)
    text, template, texts = _read(stack, given)
    if template == stack.template and texts == stack.parameters and given.get("Tags", stack.tags) == stack.tags:
        raise Refusal("ValidationError", "No updates are to be performed.")
    names = plan.scope(stack, template, texts, exports(call.place))
    plan.check(template, names, given.get("Capabilities", []))
    stack.role = given.get("RoleARN", stack.role)
    stack.tags = given.get("Tags", stack.tags)
    stack.become("UPDATE_IN_PROGRESS", "User Initiated")
    deployment = Deployment(stack, _aws(call, stack))
    try:
        deployment.deploy(template, names)
        stack.template_text, stack.template, stack.parameters = text, template, texts
        stack.become("UPDATE_COMPLETE")
    except (Failed, Refusal) as failure:
        _roll_back_update(deployment, str(failure), call.place)
    stack.updated = utc_now()
    return answer(call, {"StackId": stack.identifier})


def _roll_back_update(deployment: Deployment, reason: str, place: tuple[str, str]) -> None:
    """Deploys the last good template again."""
    stack = deployment.stack
    stack.become("UPDATE_ROLLBACK_IN_PROGRESS", reason)
    try:
        deployment.restore()
        deployment.deploy(stack.template, plan.scope(stack, stack.template, stack.parameters, exports(place)))
        stack.become("UPDATE_ROLLBACK_COMPLETE", reason)
    except (Failed, Refusal) as failure:
        stack.become("UPDATE_ROLLBACK_FAILED", str(failure))


@answers("cloudformation", "DeleteStack", slow=True)
def delete_stack(call: Call) -> Answer:
    """A stack that is not there is deleted already."""
    given = stack_input(call)
    try:
        stack = find(call, given["StackName"])
    except Refusal:
        return answer(call, {})
    if stack.protected:
        message = f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
        raise Refusal("ValidationError", message)
    if stack.status.endswith(BUSY) or stack.status == "DELETE_COMPLETE":
        return answer(call, {})
    stack.become("DELETE_IN_PROGRESS", "User Initiated")
    try:
        Deployment(stack, _aws(call, stack)).remove_all(set(given.get("RetainResources", [])))
        stack.deleted = utc_now()
        stack.outputs.clear()
        stack.become("DELETE_COMPLETE")
    except Failed as failure:
        stack.become("DELETE_FAILED", str(failure))
    return answer(call, {})


@answers("cloudformation", "UpdateTerminationProtection")
def update_termination_protection(call: Call) -> Answer:
    given = stack_input(call)
    stack = find(call, given["StackName"])
    stack.protected = given["EnableTerminationProtection"]
    return answer(call, {"StackId": stack.identifier})


def _read(stack: Stack, given: dict[str, Any]) -> tuple[str, dict[str, Any], dict[str, str]]:
    if given.get("UsePreviousTemplate"):
        text = stack.template_text
    elif "TemplateBody" in given:
        text = given["TemplateBody"]
    else:
        raise Refusal("ValidationError", "The sandbox reads templates from TemplateBody only, not from TemplateURL.")
    template = templates.parse(text)
    return text, template, parameters.texts(template, given.get("Parameters", []), stack.parameters)


def _aws(call: Call, stack: Stack) -> Aws:
    """The caller's credentials, or those of the stack's own role."""
    endpoint = address.endpoint()
    if stack.role:
        session = service_session(stack.role, "cloudformation.amazonaws.com", "AWSCloudFormation", {})
        return Aws(endpoint, *call.place, session.access_key_id, session.secret, session.token)
    session = call.principal.session
    token = session.token if session else None
    return Aws(endpoint, *call.place, call.access_key_id, call.principal.secret, token)

"""What CloudFormation tells of stacks."""

from typing import Any

from ..call import Answer, Call, Refusal
from ..registry import answers
from ..state import STATE
from . import plan, templates
from .operations import find
from .stack import Resource, Stack
from .wire import answer, stack_input


def _described(stack: Stack) -> dict[str, Any]:
    declared = stack.template.get("Parameters") or {}
    hidden = {name for name, each in declared.items() if str(each.get("NoEcho", False)).lower() == "true"}
    told = {name: "****" if name in hidden else text for name, text in stack.parameters.items()}
    return {
        "StackId": stack.identifier,
        "StackName": stack.name,
        "Description": stack.template.get("Description"),
        "Parameters": [{"ParameterKey": name, "ParameterValue": text} for name, text in told.items()],
        "CreationTime": stack.created,
        "LastUpdatedTime": stack.updated,
        "DeletionTime": stack.deleted,
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason,
        "DisableRollback": stack.disable_rollback,
        "Capabilities": stack.capabilities,
        "Outputs": stack.outputs,
        "RoleARN": stack.role,
        "Tags": stack.tags,
        "EnableTerminationProtection": stack.protected,
        "NotificationARNs": [],
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
    }


def _resource(stack: Stack, resource: Resource) -> dict[str, Any]:
    return {
        "StackName": stack.name,
        "StackId": stack.identifier,
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.made.identifier,
        "ResourceType": resource.kind,
        "Timestamp": resource.changed,
        "LastUpdatedTimestamp": resource.changed,
        "ResourceStatus": resource.status,
        "ResourceStatusReason": resource.reason,
        "DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"},
    }


@answers("cloudformation", "DescribeStacks")
def describe_stacks(call: Call) -> Answer:
    name = stack_input(call).get("StackName")
    every = STATE.stacks[call.place].values()
    found = [find(call, name)] if name else [each for each in every if each.status != "DELETE_COMPLETE"]
    return answer(call, {"Stacks": [_described(each) for each in found]})


@answers("cloudformation", "ListStacks")
def list_stacks(call: Call) -> Answer:
    wanted = stack_input(call).get("StackStatusFilter")
    found = [each for each in STATE.stacks[call.place].values() if not wanted or each.status in wanted]
    return answer(call, {"StackSummaries": [_described(each) for each in found]})


@answers("cloudformation", "DescribeStackResources")
def describe_stack_resources(call: Call) -> Answer:
    given = stack_input(call)
    stack, one = find(call, given.get("StackName")), given.get("LogicalResourceId")
    found = [_resource(stack, each) for name, each in stack.resources.items() if one in (None, name)]
    return answer(call, {"StackResources": found})


@answers("cloudformation", "DescribeStackResource")
def describe_stack_resource(call: Call) -> Answer:
    given = stack_input(call)
    stack, name = find(call, given["StackName"]), given["LogicalResourceId"]
    if name not in stack.resources:
        raise Refusal("ValidationError", f"Resource {name} does not exist for stack {stack.name}")
    return answer(call, {"StackResourceDetail": _resource(stack, stack.resources[name])})


@answers("cloudformation", "ListStackResources")
def list_stack_resources(call: Call) -> Answer:
    stack = find(call, stack_input(call)["StackName"])
    return answer(call, {"StackResourceSummaries": [_resource(stack, each) for each in stack.resources.values()]})


@answers("cloudformation", "DescribeStackEvents")
def describe_stack_events(call: Call) -> Answer:
    return answer(call, {"StackEvents": find(call, stack_input(call).get("StackName")).events})


@answers("cloudformation", "GetTemplate")
def get_template(call: Call) -> Answer:
    stack = find(call, stack_input(call).get("StackName"))
    return answer(call, {"TemplateBody": stack.template_text, "StagesAvailable": ["Original", "Processed"]})


@answers("cloudformation", "ValidateTemplate")
def validate_template(call: Call) -> Answer:
    template = templates.parse(stack_input(call).get("TemplateBody", ""))
    declared = template.get("Parameters") or {}
    found = [
        {
            "ParameterKey": name,
            "DefaultValue": each.get("Default"),
            "NoEcho": str(each.get("NoEcho", False)).lower() == "true",
            "Description": each.get("Description"),
        }
        for name, each in declared.items()
    ]
    needed = plan.needed_capabilities(list(template["Resources"].values()))
    return answer(
        call, {"Parameters": found, "Description": template.get("Description"), "Capabilities": needed}
    )


@answers("cloudformation", "ListExports")
def list_exports(call: Call) -> Answer:
    found = [
        {"ExportingStackId": stack.identifier, "Name": each["ExportName"], "Value": each["OutputValue"]}
        for stack in STATE.stacks[call.place].values()
        for each in stack.outputs
        if "ExportName" in each
    ]
    return answer(call, {"Exports": found})

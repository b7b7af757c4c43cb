"""Systems Manager Automation: asynchronous executions, with children in other accounts and Regions."""

import time
from typing import Any
from uuid import uuid4

from . import background
from .automation_roles import actor, as_role, role_in
from .automation_runbooks import RUNBOOKS, May, Parameters, Runbook
from .call import Call, Refusal
from .registry import answers
from .state import STATE, TURN

DELAY = 0.2
DEFAULT_EXECUTION_ROLE = "AWS-SystemsManager-AutomationExecutionRole"
FINAL = ("Success", "Failed", "Cancelled", "TimedOut")
FILTERS = {
    "DocumentNamePrefix": lambda execution, value: execution["DocumentName"].startswith(value),
    "ExecutionStatus": lambda execution, value: execution["AutomationExecutionStatus"] == value,
    "ExecutionId": lambda execution, value: execution["AutomationExecutionId"] == value,
    "ParentExecutionId": lambda execution, value: execution.get("ParentAutomationExecutionId") == value,
    "AutomationType": lambda execution, value: execution["AutomationType"] == value,
    "TagKey": lambda execution, value: any(tag["Key"] == value for tag in execution["Tags"]),
}
DETAILS = ("Parameters", "StepExecutions", "StepExecutionsTruncated", "TargetLocations")


@answers("ssm", "StartAutomationExecution")
def start(call: Call) -> dict[str, Any]:
    document = call.required("DocumentName")
    runbook = RUNBOOKS.get(document)
    if runbook is None:
        message = f"Automation Definition with Name: {document} not found."
        raise Refusal("AutomationDefinitionNotFoundException", message)
    if call.input.get("DocumentVersion") not in (None, "$DEFAULT", "$LATEST", "1"):
        raise Refusal("AutomationDefinitionVersionNotFoundException", f"{document} has version 1 only.")
    parameters = runbook.resolved(call.input.get("Parameters") or {})
    locations = call.input.get("TargetLocations") or []
    places = _places(locations)
    execution = _new_execution(call.principal.arn, document, parameters, call.input.get("Tags") or [])
    may = None if places else actor(call, execution["AutomationExecutionId"], parameters)
    _use_token(call)
    execution["Mode"] = call.input.get("Mode", "Auto")
    if locations:
        execution.update(TargetLocations=locations, AutomationType="CrossAccount")
    STATE.automations[call.place][execution["AutomationExecutionId"]] = execution
    if may is None:
        background.start(lambda: _run_children(execution, runbook, places))
    else:
        background.start(lambda: _run(execution, runbook, *call.place, may))
    return {"AutomationExecutionId": execution["AutomationExecutionId"]}


@answers("ssm", "GetAutomationExecution")
def get(call: Call) -> dict[str, Any]:
    execution = _find(call)
    return {"AutomationExecution": {key: value for key, value in execution.items() if key != "Tags"}}


@answers("ssm", "DescribeAutomationExecutions")
def describe(call: Call) -> dict[str, Any]:
    found = list(STATE.automations[call.place].values())
    for each in call.input.get("Filters") or []:
        if each.get("Key") not in FILTERS:
            raise Refusal("InvalidFilterKey", f"The filter key {each.get('Key')} is not valid.")
        test, values = FILTERS[each["Key"]], each.get("Values") or []
        found = [execution for execution in found if any(test(execution, value) for value in values)]
    found.sort(key=lambda execution: execution["ExecutionStartTime"], reverse=True)
    token = call.input.get("NextToken") or "0"
    if not token.isdigit():
        raise Refusal("InvalidNextToken", "The specified token isn't valid.")
    first, size = int(token), int(call.input.get("MaxResults") or 50)
    answer: dict[str, Any] = {"AutomationExecutionMetadataList": [_metadata(each) for each in found[first:][:size]]}
    if first + size < len(found):
        answer["NextToken"] = str(first + size)
    return answer


@answers("ssm", "StopAutomationExecution")
def stop(call: Call) -> dict[str, Any]:
    execution = _find(call)
    if execution["AutomationExecutionStatus"] in FINAL:
        raise Refusal("InvalidAutomationStatusUpdateException", "The execution has already ended.")
    _finish(execution, "Cancelled", None)
    return {}


def _metadata(execution: dict[str, Any]) -> dict[str, Any]:
    hidden = (*DETAILS, "Tags")
    return {key: value for key, value in execution.items() if key not in hidden}


def _find(call: Call) -> dict[str, Any]:
    identifier = call.required("AutomationExecutionId")
    execution = STATE.automations[call.place].get(identifier)
    if execution is None:
        message = f"There is no automation execution with id {identifier}."
        raise Refusal("AutomationExecutionNotFoundException", message)
    return execution


def _places(locations: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Account, Region and execution role of each child."""
    places = []
    for location in locations:
        if not location.get("Accounts") or not location.get("Regions"):
            raise Refusal("InvalidTarget", "TargetLocations need Accounts and Regions.")
        role = location.get("ExecutionRoleName") or DEFAULT_EXECUTION_ROLE
        places += [(account, region, role) for account in location["Accounts"] for region in location["Regions"]]
    return places


def _use_token(call: Call) -> None:
    """A token is good for one execution: AWS says that it cannot be reused."""
    token = call.input.get("ClientToken")
    if token is None:
        return
    key = (*call.place, token.lower())
    if key in STATE.automation_tokens:
        raise Refusal("IdempotentParameterMismatch", f"The client token {token} has been used before.")
    STATE.automation_tokens.add(key)


def _new_execution(caller: str, document: str, parameters: Parameters, tags: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "AutomationExecutionId": str(uuid4()),
        "DocumentName": document,
        "DocumentVersion": "1",
        "ExecutionStartTime": time.time(),
        "AutomationExecutionStatus": "InProgress",
        "StepExecutions": [],
        "StepExecutionsTruncated": False,
        "Parameters": parameters,
        "Outputs": {},
        "Mode": "Auto",
        "ExecutedBy": caller,
        "AutomationType": "Local",
        "Tags": tags,
    }


def _run(execution: dict[str, Any], runbook: Runbook, account: str, region: str, may: May) -> None:
    time.sleep(DELAY)
    with TURN:
        if execution["AutomationExecutionStatus"] in FINAL:
            return
        failure = None
        try:
            runbook.run(account, region, execution["Parameters"], may)
        except Exception as error:
            # Whatever stops the runbook is the outcome of the execution, as on AWS; nothing is lost by catching it.
            failure = f"Step fails when it is Execute/Cancelling action. {getattr(error, 'message', error)}"
        status = "Failed" if failure else "Success"
        step = {"StepName": runbook.action, "Action": "aws:executeAwsApi", "StepStatus": status}
        execution["StepExecutions"] = [step | ({"FailureMessage": failure} if failure else {})]
        _finish(execution, status, failure)


def _run_children(parent: dict[str, Any], runbook: Runbook, places: list[tuple[str, str, str]]) -> None:
    failures = []
    for account, region, name in places:
        child = _new_execution(parent["ExecutedBy"], parent["DocumentName"], parent["Parameters"], [])
        child["ParentAutomationExecutionId"] = parent["AutomationExecutionId"]
        with TURN:
            if parent["AutomationExecutionStatus"] in FINAL:
                return
            role = role_in(account, name)
            if role is not None:
                STATE.automations[(account, region)][child["AutomationExecutionId"]] = child
        if role is None:
            failures.append(f"Role {name} cannot be assumed in account {account}.")
            continue
        _run(child, runbook, account, region, as_role(role))
        if child["AutomationExecutionStatus"] != "Success":
            failures.append(f"{account} {region}: {child.get('FailureMessage', child['AutomationExecutionStatus'])}")
    with TURN:
        if parent["AutomationExecutionStatus"] not in FINAL:
            _finish(parent, "Failed" if failures else "Success", " ".join(failures) or None)


def _finish(execution: dict[str, Any], status: str, failure: str | None) -> None:
    execution.update(AutomationExecutionStatus=status, ExecutionEndTime=time.time())
    if failure:
        execution["FailureMessage"] = failure

"""Security Hub: custom actions, and updates of findings in place."""

from collections.abc import Callable
from typing import Any

from moto.securityhub.models import securityhub_backends

from .call import Answer, Call, Refusal
from .registry import answers
from .state import STATE

UPDATABLE = ("Note", "Severity", "VerificationState", "Confidence", "Criticality", "Types", "UserDefinedFields")


@answers("securityhub", "CreateActionTarget")
def create_action_target(call: Call) -> Answer:
    identifier = call.required("Id")
    arn = f"arn:aws:securityhub:{call.region}:{call.account}:action/custom/{identifier}"
    if arn in STATE.action_targets[call.place]:
        raise Refusal("ResourceConflictException", f"The action target {arn} already exists.", 409)
    target = {"ActionTargetArn": arn, "Name": call.required("Name"), "Description": call.required("Description")}
    STATE.action_targets[call.place][arn] = target
    return _answer({"ActionTargetArn": arn})


@answers("securityhub", "DescribeActionTargets")
def describe_action_targets(call: Call) -> Answer:
    targets = STATE.action_targets[call.place]
    wanted = call.input.get("ActionTargetArns") or list(targets)
    return _answer({"ActionTargets": [targets[arn] for arn in wanted if arn in targets]})


@answers("securityhub", "DeleteActionTarget")
def delete_action_target(call: Call) -> Answer:
    arn = call.path_parameters["ActionTargetArn"]
    if STATE.action_targets[call.place].pop(arn, None) is None:
        raise Refusal("ResourceNotFoundException", f"There is no action target {arn}.", 404)
    return _answer({"ActionTargetArn": arn})


@answers("securityhub", "UpdateActionTarget")
def update_action_target(call: Call) -> Answer:
    arn = call.path_parameters["ActionTargetArn"]
    if arn not in STATE.action_targets[call.place]:
        raise Refusal("ResourceNotFoundException", f"There is no action target {arn}.", 404)
    changes = {name: call.input[name] for name in ("Name", "Description") if call.input.get(name)}
    STATE.action_targets[call.place][arn].update(changes)
    return _answer({})


@answers("securityhub", "UpdateSecurityHubConfiguration")
def update_configuration(call: Call) -> Answer:
    _hub(call)
    names = ("AutoEnableControls", "ControlFindingGenerator")
    STATE.hub_settings[call.place].update({name: call.input[name] for name in names if name in call.input})
    return _answer({})


@answers("securityhub", "DescribeHub")
def describe_hub(call: Call) -> Answer:
    return _answer({**_hub(call).describe_hub(call.parameter("HubArn")), **STATE.hub_settings[call.place]})


def _hub(call: Call) -> Any:
    hub = securityhub_backends[call.account][call.region]
    if not hub.enabled:
        raise Refusal("InvalidAccessException", f"Account {call.account} is not subscribed to AWS Security Hub", 401)
    return hub


@answers("securityhub", "BatchUpdateFindings")
def batch_update_findings(call: Call) -> Answer:
    stored = {each.id: each.data for each in securityhub_backends[call.account][call.region].findings}
    processed, unprocessed = [], []
    for identifier in call.required("FindingIdentifiers"):
        finding = stored.get(identifier.get("Id"))
        if finding is None or finding.get("ProductArn") != identifier.get("ProductArn"):
            error = {"ErrorCode": "FindingNotFound", "ErrorMessage": "Finding Not Found"}
            unprocessed.append({"FindingIdentifier": identifier, **error})
            continue
        finding.update(_changes(call.input))
        processed.append(identifier)
    return _answer({"ProcessedFindings": processed, "UnprocessedFindings": unprocessed})


# Filters that are texts, and where a finding has them.
FILTERS: dict[str, tuple[str, ...]] = {
    "AwsAccountId": ("AwsAccountId",),
    "GeneratorId": ("GeneratorId",),
    "Id": ("Id",),
    "ProductArn": ("ProductArn",),
    "RecordState": ("RecordState",),
    "Region": ("Region",),
    "WorkflowStatus": ("Workflow", "Status"),
}
COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "EQUALS": lambda value, wanted: value == wanted,
    "PREFIX": lambda value, wanted: value.startswith(wanted),
}


@answers("securityhub", "GetFindings")
def get_findings(call: Call) -> Answer:
    """moto knows no filters. Those of one name are alternatives; what the sandbox does not know is refused."""
    filters = call.input.get("Filters") or {}
    comparisons = [each.get("Comparison") for given in filters.values() for each in given]
    if unknown := [*(set(filters) - set(FILTERS)), *(set(comparisons) - set(COMPARISONS))]:
        raise Refusal("NotImplemented", f"The sandbox does not have the filter {unknown[0]} of Security Hub.", 501)
    found = [each.as_dict() for each in _hub(call).findings]
    found = [each for each in found if all(_meets(each, FILTERS[name], given) for name, given in filters.items())]
    token = call.input.get("NextToken") or "0"
    if not token.isdigit():
        raise Refusal("InvalidInputException", "The token is not one of GetFindings.")
    first, size = int(token), int(call.input.get("MaxResults") or 100)
    more = {"NextToken": str(first + size)} if first + size < len(found) else {}
    return _answer({"Findings": found[first : first + size], **more})


def _meets(finding: dict[str, Any], path: tuple[str, ...], given: list[dict[str, str]]) -> bool:
    value: Any = finding
    for name in path:
        value = (value or {}).get(name)
    return any(COMPARISONS[each["Comparison"]](str(value), each["Value"]) for each in given)


def _changes(given: dict[str, Any]) -> dict[str, Any]:
    changes = {name: given[name] for name in UPDATABLE if name in given}
    if status := (given.get("Workflow") or {}).get("Status"):
        changes["Workflow"] = {"Status": status}
        changes["WorkflowState"] = status
    return changes


def _answer(value: dict[str, Any]) -> Answer:
    return Answer.of_json(value, "application/json")

"""Systems Manager: automations by document and version, the role they run as, and documents and parameters."""

from ..call import Call
from .checks import Check, finds, finds_types
from .names import action_name
from .parameters import listed, one, tag_keys, tags
from .roles import pass_role

OWNED_BY_AWS = ("AWS-", "AWSConfigRemediation-", "AWSSupport-", "AWSDocs-", "AWSEC2-", "AWSPremiumSupport-", "Amazon")
PARAMETERS = {
    "automation-execution": ("AutomationExecutionId",),
    "document": ("Name", "DocumentName"),
    "parameter": ("Name", "Names"),
    "opsitem": ("OpsItemId",),
    "patchbaseline": ("BaselineId",),
    "maintenancewindow": ("WindowId",),
    "instance": ("InstanceId", "InstanceIds"),
}


@finds("ssm", "StartAutomationExecution")
def start(call: Call) -> list[Check]:
    """The definition by name and version; documents of AWS have no account. Tags and a role are asked for besides."""
    name, version = one(call, "DocumentName") or "", one(call, "DocumentVersion") or "$DEFAULT"
    account = "" if name.startswith(OWNED_BY_AWS) else call.account
    definition = f"arn:aws:ssm:{call.region}:{account}:automation-definition/{name}:{version}"
    checks = [Check(action_name(call), definition, {"ssm:DocumentVersion": version})]
    if given := tags(call):
        context = {f"aws:RequestTag/{key}": value for key, value in given.items()} | {"aws:TagKeys": list(given)}
        execution = f"arn:aws:ssm:{call.region}:{call.account}:automation-execution/*"
        checks.append(Check("ssm:AddTagsToResource", execution, context))
    roles = (call.input.get("Parameters") or {}).get("AutomationAssumeRole") or []
    for role in roles if isinstance(roles, list) else [roles]:
        checks += pass_role(role, "ssm.amazonaws.com")
    return checks


@finds("ssm", "AddTagsToResource", "RemoveTagsFromResource", "ListTagsForResource")
def tag(call: Call) -> list[Check]:
    kind = {"Automation": "automation-execution"}.get(one(call, "ResourceType") or "", (one(call, "ResourceType") or "").lower())
    arn = f"arn:aws:ssm:{call.region}:{call.account}:{kind}/{(one(call, 'ResourceId') or '').lstrip('/')}"
    context = {f"aws:RequestTag/{key}": value for key, value in tags(call).items()}
    return [Check(action_name(call), arn, context | ({"aws:TagKeys": keys} if (keys := tag_keys(call)) else {}))]


@finds_types("ssm")
def of_type(call: Call, kind: str) -> list[str]:
    names = listed(call, *PARAMETERS.get(kind, ())) if kind in PARAMETERS else []
    if kind == "instance":
        return [f"arn:aws:ec2:{call.region}:{call.account}:instance/{each}" for each in names]
    return [f"arn:aws:ssm:{call.region}:{call.account}:{kind}/{each.lstrip('/')}" for each in names]

"""GuardDuty, Config, Security Hub, Auto Scaling, load balancers, CloudFormation and CloudTrail."""

from dataclasses import replace

from moto.autoscaling.models import autoscaling_backends
from moto.config.models import config_backends

from ..call import Call
from .checks import Check, finds, finds_rest, finds_types, request_tags, usual
from .names import action_name
from .parameters import listed, one
from .roles import pass_role


def _arn(call: Call, service: str, rest: str) -> str:
    return f"arn:aws:{service}:{call.region}:{call.account}:{rest}"


@finds_rest("guardduty")
def guardduty(call: Call) -> list[Check]:
    """The detector, or what lies below it: the table names no resource for most, but AWS asks about the detector."""
    detector = call.path_parameters.get("DetectorId", "*")
    below = {"FilterName": "filter", "IpSetId": "ipset", "ThreatIntelSetId": "threatintelset"}
    for parameter, kind in below.items():
        if name := call.path_parameters.get(parameter):
            return [_guarded(call, _arn(call, "guardduty", f"detector/{detector}/{kind}/{name}"))]
    if arn := call.path_parameters.get("ResourceArn"):
        return [_guarded(call, arn)]
    return [_guarded(call, _arn(call, "guardduty", f"detector/{detector}"))]


def _guarded(call: Call, arn: str) -> Check:
    action = action_name(call)
    return Check(action, arn, request_tags(call, action))


@finds_types("securityhub")
def hub(call: Call, kind: str) -> list[str]:
    if kind == "hub":
        return [_arn(call, "securityhub", "hub/default")]
    if kind == "product":
        findings = call.input.get("Findings") or []
        return list({each["ProductArn"]: None for each in findings if "ProductArn" in each})
    return []


@finds_types("config")
def config(call: Call, kind: str) -> list[str]:
    if kind == "ConfigRule":
        rules = config_backends[call.account][call.region].config_rules
        names = listed(call, "ConfigRuleName", "ConfigRuleNames")
        names += listed_in(call.input.get("ConfigRule"), "ConfigRuleName")
        return [
            rules[each].config_rule_arn if each in rules else _arn(call, "config", "config-rule/*") for each in names
        ]
    if kind == "ConfigurationRecorder":
        names = listed(call, "ConfigurationRecorderName", "ConfigurationRecorderNames")
        names += listed_in(call.input.get("ConfigurationRecorder"), "name")
        return [_arn(call, "config", f"configuration-recorder/{each}/*") for each in names or ["*"]]
    return []


def listed_in(value: object, name: str) -> list[str]:
    found = value.get(name) if isinstance(value, dict) else None
    return [found] if isinstance(found, str) else []


@finds("config", "PutConfigurationRecorder")
def put_recorder(call: Call) -> list[Check]:
    role = listed_in(call.input.get("ConfigurationRecorder"), "roleARN")
    checks = [Check(action_name(call), each) for each in config(call, "ConfigurationRecorder")]
    return [*checks, *(check for each in role for check in pass_role(each, "config.amazonaws.com"))]


@finds_types("autoscaling")
def scaling(call: Call, kind: str) -> list[str]:
    backend = autoscaling_backends[call.account][call.region]
    if kind == "autoScalingGroup":
        groups = backend.autoscaling_groups
        names = listed(call, "AutoScalingGroupName", "AutoScalingGroupNames", "ResourceId", "Tags.member.1.ResourceId")
        if not names:
            ids = listed(call, "InstanceId", "InstanceIds")
            names = [
                name for name, group in groups.items() if any(each.instance.id in ids for each in group.instance_states)
            ]
        return [groups[each].arn if each in groups else _group_arn(call, each) for each in dict.fromkeys(names)]
    if kind == "launchConfiguration":
        names = listed(call, "LaunchConfigurationName") if call.operation.endswith("LaunchConfiguration") else []
        return [_arn(call, "autoscaling", f"launchConfiguration:*:launchConfigurationName/{each}") for each in names]
    return []


@finds("autoscaling", "CreateAutoScalingGroup", "UpdateAutoScalingGroup")
def change_group(call: Call) -> list[Check]:
    """With a launch template the request says whether it names a number, or what floats: $Latest, $Default, nothing."""
    checks = usual(call, action_name(call))
    given = {key: values[0] for key, values in call.form.items() if "LaunchTemplate" in key}
    if not given:
        return checks
    templates = {key.rpartition(".")[0] for key in given if key.endswith((".LaunchTemplateId", ".LaunchTemplateName"))}
    fixed = all(given.get(f"{each}.Version", "").isdigit() for each in templates)
    told = {"autoscaling:LaunchTemplateVersionSpecified": str(fixed).lower()}
    return [replace(each, context={**each.context, **told}) for each in checks]


def _group_arn(call: Call, name: str) -> str:
    return _arn(call, "autoscaling", f"autoScalingGroup:*:autoScalingGroupName/{name}")


@finds_types("elasticloadbalancing")
def balancing(call: Call, kind: str) -> list[str]:
    """Classic balancers are known by name, the others by ARN."""
    given = listed(call, "TargetGroupArn", "LoadBalancerArn", "ListenerArn", "ListenerArns", "RuleArn", "ResourceArns")
    parts = {"targetgroup": ":targetgroup/", "listener/app": ":listener/app/", "listener/net": ":listener/net/"}
    if kind in parts:
        named = [each for each in given if parts[kind] in each]
        creating = kind == "targetgroup" and call.operation == "CreateTargetGroup"
        return named + [_arn(call, "elasticloadbalancing", f"targetgroup/{one(call, 'Name')}/*")] * creating
    if kind == "loadbalancer":
        names = listed(call, "LoadBalancerName", "LoadBalancerNames")
        return [_arn(call, "elasticloadbalancing", f"loadbalancer/{each}") for each in names]
    if kind.startswith("loadbalancer/"):
        sort = kind.split("/")[1]
        named = [each for each in given if f":loadbalancer/{sort}/" in each]
        wanted = {"application": "app", "network": "net", "gateway": "gwy"}[one(call, "Type") or "application"]
        creating = call.operation == "CreateLoadBalancer" and wanted == sort and one(call, "Name") is not None
        return named + [_arn(call, "elasticloadbalancing", f"loadbalancer/{sort}/{one(call, 'Name')}/*")] * creating
    return []


@finds_types("cloudformation")
def stack(call: Call, kind: str) -> list[str]:
    if kind != "stack":
        return []
    names = listed(call, "StackName", "StackId")
    return [each if each.startswith("arn:") else _arn(call, "cloudformation", f"stack/{each}/*") for each in names]


@finds_types("cloudtrail")
def trail(call: Call, kind: str) -> list[str]:
    names = listed(call, "Name", "TrailName") if kind == "trail" else []
    return [each if each.startswith("arn:") else _arn(call, "cloudtrail", f"trail/{each}") for each in names]

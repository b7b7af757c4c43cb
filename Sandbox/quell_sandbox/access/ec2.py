"""EC2: the resources of its requests by the names of their parameters, and tags at creation."""

from collections.abc import Iterator
from typing import Any

from moto.ec2.models import ec2_backends

from ..call import Call
from . import table
from .checks import Check, Unknown, finds, finds_rest, finds_types
from .names import action_name
from .parameters import anywhere, listed, specifications, tag_keys, tags
from .roles import pass_role_of_profile

# Types of resources, the parameters that name them, and the beginning of their ids.
PARAMETERS = {
    "dhcp-options": ("DhcpOptionsId", "dopt-"),
    "elastic-ip": ("AllocationId", "eipalloc-"),
    "image": ("ImageId", "ami-"),
    "instance": ("InstanceId", "i-"),
    "internet-gateway": ("InternetGatewayId", "igw-"),
    "key-pair": ("KeyName", "key-"),
    "launch-template": ("LaunchTemplateId", "lt-"),
    "natgateway": ("NatGatewayId", "nat-"),
    "network-acl": ("NetworkAclId", "acl-"),
    "network-interface": ("NetworkInterfaceId", "eni-"),
    "prefix-list": ("PrefixListId", "pl-"),
    "route-table": ("RouteTableId", "rtb-"),
    "security-group": ("SecurityGroupId", "sg-"),
    "security-group-rule": ("SecurityGroupRuleId", "sgr-"),
    "snapshot": ("SnapshotId", "snap-"),
    "subnet": ("SubnetId", "subnet-"),
    "volume": ("VolumeId", "vol-"),
    "vpc": ("VpcId", "vpc-"),
    "vpc-endpoint": ("VpcEndpointId", "vpce-"),
    "vpc-flow-log": ("FlowLogId", "fl-"),
}
# Groups that rules are about, and what a list is narrowed by, are not what a request acts on.
ABOUT = ("IpPermissions", "Filter", "UserIdGroupPairs", "TagSpecification")
CREATING = ("Allocate", "Copy", "Create", "Import", "Register", "Run")
# Of these the ARN names no account: they may be public.
PUBLIC = ("snapshot", "image")


def arn(call: Call, kind: str, identifier: str) -> str:
    account = "" if kind in PUBLIC else call.account
    return f"arn:aws:ec2:{call.region}:{account}:{kind}/{identifier}"


def backend(call: Call) -> Any:
    return ec2_backends[call.account][call.region]


@finds_types("ec2")
def of_type(call: Call, kind: str) -> list[str]:
    if kind not in PARAMETERS:
        return []
    name, _ = PARAMETERS[kind]
    found = anywhere(call, name, ABOUT)
    if kind == "security-group":
        found += anywhere(call, "GroupId", ABOUT) + _named_groups(call)
    return [arn(call, kind, each) for each in found]


def _named_groups(call: Call) -> list[str]:
    names = set(listed(call, "GroupName", "SecurityGroup"))
    groups = backend(call).describe_security_groups() if names and call.operation != "CreateSecurityGroup" else []
    return [group.id for group in groups if group.name in names]


def existing(call: Call) -> list[Check]:
    """The resources a request names, those it requires first."""
    action = action_name(call)
    types = table.resource_types(action)
    found = {kind: of_type(call, kind) for kind in types}
    if missing := [kind for kind, required in types.items() if required and not found[kind]]:
        raise Unknown(f"It does not find the {' or '.join(missing)} of {action} in the request.")
    context = _context(call)
    return [Check(action, each, context) for kind in types for each in found[kind]]


@finds("ec2", "ModifySecurityGroupRules")
def modify_rules(call: Call) -> list[Check]:
    return existing(call)


@finds("ec2", "AttachNetworkInterface", "ModifyInstanceAttribute", "ModifySnapshotAttribute")
def change(call: Call) -> list[Check]:
    return [each for each in existing(call) if ":security-group/" not in each.resource]


@finds("ec2", "ModifyNetworkInterfaceAttribute")
def change_interface(call: Call) -> list[Check]:
    """The interface, each group it shall have, and the instance if its attachment changes."""
    return existing(call)


def _context(call: Call) -> dict[str, Any]:
    """`ec2:Attribute` and, of an attribute with permissions, who is added and who is removed."""
    found: dict[str, Any] = {}
    if attribute := call.parameter("Attribute"):
        found["ec2:Attribute"] = attribute[:1].upper() + attribute[1:]
    for verb in ("Add", "Remove"):
        for name, old, key in (("Group", "UserGroup", "group"), ("UserId", "UserId", "userId")):
            values = [value for each, (value, *_) in call.form.items() if _grants(each, verb, name)]
            if (call.parameter("OperationType") or "").lower() == verb.lower():
                values += listed(call, old)
            if values:
                found[f"ec2:{verb}/{key}"] = values[0] if len(values) == 1 else values
    return found


def _grants(parameter: str, verb: str, name: str) -> bool:
    """`CreateVolumePermission.Add.1.Group`."""
    words = parameter.split(".")
    return len(words) == 4 and words[0].endswith("Permission") and (words[1], words[3]) == (verb, name)


@finds("ec2", "CreateTags", "DeleteTags")
def tag(call: Call) -> list[Check]:
    context: dict[str, Any] = {"aws:TagKeys": tag_keys(call)}
    context |= {f"aws:RequestTag/{key}": value for key, value in tags(call).items()}
    return [Check(action_name(call), _by_id(call, each), context) for each in listed(call, "ResourceId")]


def _by_id(call: Call, identifier: str) -> str:
    # `i-` begins no other id, but `igw-` and the like begin with i.
    beginning = identifier.partition("-")[0] + "-"
    kind = next((kind for kind, (_, start) in PARAMETERS.items() if start == beginning), None)
    if kind is None:
        raise Unknown(f"It does not know what kind of resource {identifier} is.")
    return arn(call, kind, identifier)


def create(call: Call) -> list[Check]:
    """What is created has no id yet; its tags are its own, and setting them is an action by itself."""
    action = action_name(call)
    types, given, made, used = table.resource_types(action), specifications(call), {}, []
    for kind, required in types.items():
        arns = [*of_type(call, kind), *_implied(call, kind)]
        if kind in given or (required and not arns):
            made[kind] = arn(call, kind, "*")
        else:
            used += arns
    checks = [Check(action, each, _request_tags(given.get(kind, {}))) for kind, each in made.items()]
    checks += [Check(action, each) for each in used]
    for kind, each in made.items():
        if kind in given:
            context = {**_request_tags(given[kind]), "ec2:CreateAction": call.operation}
            checks.append(Check("ec2:CreateTags", each, context))
    return [*checks, *pass_role_of_profile(call)]


def _request_tags(given: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {f"aws:RequestTag/{key}": value for key, value in given.items()}
    return found | ({"aws:TagKeys": list(given)} if given else {})


def _implied(call: Call, kind: str) -> Iterator[str]:
    """Resources of a type that a creation is about although it does not name them."""
    if (call.operation, kind) == ("CreateSecurityGroup", "vpc") and not call.parameter("VpcId"):
        default = next((vpc.id for vpc in backend(call).vpcs.values() if vpc.is_default == "true"), None)
        if default:
            yield arn(call, kind, default)
    if (call.operation, kind) == ("CreateSnapshots", "volume"):
        left_out = anywhere(call, "ExcludeDataVolumeId")
        for volume in list(backend(call).volumes.values()):
            if not volume.attachment or volume.attachment.instance.id not in anywhere(call, "InstanceId"):
                continue
            boots = volume.attachment.device == volume.attachment.instance.root_device_name
            if volume.id not in left_out and not (boots and "true" in anywhere(call, "ExcludeBootVolume")):
                yield arn(call, kind, volume.id)


@finds("ec2", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress")
def authorize_rules(call: Call) -> list[Check]:
    """The group; the new rules count as resources of their own only when they are tagged."""
    return create(call)


@finds("ec2", "AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation")
def associate_profile(call: Call) -> list[Check]:
    instances = of_type(call, "instance")
    if association := call.parameter("AssociationId"):
        known = list(backend(call).iam_instance_profile_associations.values())
        instances = [arn(call, "instance", each.instance.id) for each in known if each.id == association]
    if not instances:
        raise Unknown("It does not find the instance of the profile.")
    return [*(Check(action_name(call), each) for each in instances), *pass_role_of_profile(call)]


@finds("ec2", "DisassociateIamInstanceProfile")
def disassociate_profile(call: Call) -> list[Check]:
    return associate_profile(call)


@finds_rest("ec2")
def checks_of_other(call: Call) -> list[Check] | None:
    """The checks of an operation that has no finder of its own; nothing when the table's way will do."""
    types = table.resource_types(action_name(call))
    return create(call) if types and call.operation.startswith(CREATING) else None

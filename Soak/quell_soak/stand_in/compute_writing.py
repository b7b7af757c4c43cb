"""EC2: what changes something. Each change is whole or refused, as on AWS."""
from typing import Any

from .answers import Refusal
from .compute_reading import own
from .request import numbered, tags
from .world import World

Parameters = dict[str, str]


def CreateTags(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    for resource in tagged(world, asked):
        world.tags[resource].update(tags(asked, "Tag"))
    return {"return": True}


def DeleteTags(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    for resource in tagged(world, asked):
        for key, value in tags(asked, "Tag").items():
            if world.tags[resource].get(key) == value:
                del world.tags[resource][key]
    return {"return": True}


def tagged(world: World, asked: Parameters) -> list[str]:
    resources = numbered(asked, "ResourceId")
    for resource in resources:
        if resource not in world.tags:
            raise Refusal("InvalidID", f"{resource} does not exist")
    return resources


def ModifyInstanceAttribute(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    one = own(world.instances, account, asked["InstanceId"], "InvalidInstanceID.NotFound")
    if "DisableApiTermination.Value" in asked:
        one["protected"] = asked["DisableApiTermination.Value"] == "true"
    elif asked.get("BlockDeviceMapping.1.DeviceName") == "/dev/sda1":
        one["deletes"] = asked["BlockDeviceMapping.1.Ebs.DeleteOnTermination"] == "true"
    else:
        raise Refusal("InvalidParameterCombination", "The stand-in does not change this attribute", 501)
    return {"return": True}


def CreateSecurityGroup(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    vpc, name = asked["VpcId"], asked["GroupName"]
    if any((one["account"], one["vpc"], one["name"]) == (account, vpc, name) for one in world.groups.values()):
        raise Refusal("InvalidGroup.Duplicate", f"The security group '{name}' already exists for VPC '{vpc}'")
    group = world.add_group(account, vpc, name, asked["GroupDescription"])
    world.tags[group["id"]] = tags(asked, "TagSpecification.1.Tag")
    return {"groupId": group["id"], "return": True}


def RevokeSecurityGroupEgress(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    group = own(world.groups, account, asked["GroupId"], "InvalidGroup.NotFound")
    wanted = numbered(asked, "SecurityGroupRuleId")
    cidr = asked.get("IpPermissions.1.IpRanges.1.CidrIp") or asked.get("IpPermissions.1.Ipv6Ranges.1.CidrIpv6")
    found = [
        key for key, rule in group["rules"].items()
        if rule["isEgress"] and (key in wanted or cidr and cidr in (rule.get("cidrIpv4"), rule.get("cidrIpv6")))
    ]
    if not found:
        raise Refusal("InvalidPermission.NotFound", "The specified rule does not exist in this security group")
    for key in found:
        del group["rules"][key]
    return {"return": True}


def ModifyNetworkInterfaceAttribute(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    interface = world.interfaces.get(asked["NetworkInterfaceId"])
    if interface is None or world.instances[interface["instance"]]["account"] != account:
        raise Refusal("InvalidNetworkInterfaceID.NotFound", f"{asked['NetworkInterfaceId']} does not exist")
    groups = numbered(asked, "SecurityGroupId")
    for key in groups:
        own(world.groups, account, key, "InvalidGroup.NotFound")
    interface["groups"] = groups
    return {"return": True}


def ModifySecurityGroupRules(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    group = own(world.groups, account, asked["GroupId"], "InvalidGroup.NotFound")
    prefix = "SecurityGroupRule.1."
    rule = group["rules"].get(asked[prefix + "SecurityGroupRuleId"])
    if rule is None:
        raise Refusal("InvalidSecurityGroupRuleId.NotFound", "The rule does not exist")
    new = {"isEgress": rule["isEgress"]}
    for name in ("IpProtocol", "FromPort", "ToPort", "CidrIpv4", "CidrIpv6", "Description"):
        if (value := asked.get(f"{prefix}SecurityGroupRule.{name}")) is not None:
            new[name[0].lower() + name[1:]] = value
    group["rules"][asked[prefix + "SecurityGroupRuleId"]] = new
    return {"return": True}

"""EC2 and what serves with it: what is read."""
from typing import Any

from .answers import Refusal
from .request import filters, numbered
from .world import World

Parameters = dict[str, str]


def tag_set(world: World, resource: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in world.tags.get(resource, {}).items()]


def group_set(world: World, ids: list[str]) -> list[dict[str, str]]:
    return [{"groupId": key, "groupName": world.groups[key]["name"]} for key in ids]


def DescribeInstances(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    found = [own(world.instances, account, key, "InvalidInstanceID.NotFound") for key in numbered(asked, "InstanceId")]
    return {"reservationSet": [
        {"reservationId": "r-0", "ownerId": account, "instancesSet": [instance_document(world, one)]} for one in found
    ]}


def instance_document(world: World, one: dict[str, Any]) -> dict[str, Any]:
    interface = world.interfaces[one["interface"]]
    groups = group_set(world, interface["groups"])
    return {
        "instanceId": one["id"], "instanceState": {"code": 16, "name": "running"}, "vpcId": one["vpc"],
        "subnetId": one["subnet"], "privateIpAddress": one["address"], "groupSet": groups, "rootDeviceName": "/dev/sda1",
        "launchTime": "2026-01-01T00:00:00.000Z", "tagSet": tag_set(world, one["id"]),
        "blockDeviceMapping": [{
            "deviceName": "/dev/sda1",
            "ebs": {"deleteOnTermination": one["deletes"], "status": "attached", "volumeId": one["volume"]},
        }],
        "networkInterfaceSet": [{
            "networkInterfaceId": one["interface"], "vpcId": one["vpc"], "subnetId": one["subnet"], "status": "in-use",
            "groupSet": groups, "privateIpAddress": one["address"], "ownerId": one["account"],
            "attachment": {"attachmentId": "eni-attach-0", "deviceIndex": 0, "status": "attached", "networkCardIndex": 0},
        }],
    }


def DescribeNetworkInterfaces(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    known(asked, {"attachment.instance-id"})
    found = [own(world.instances, account, key, "InvalidInstanceID.NotFound")
             for key in filters(asked)["attachment.instance-id"]]
    return {"networkInterfaceSet": [{
        "networkInterfaceId": one["interface"], "vpcId": one["vpc"], "subnetId": one["subnet"], "status": "in-use",
        "interfaceType": "interface", "ownerId": account, "requesterManaged": False, "privateIpAddress": one["address"],
        "groupSet": group_set(world, world.interfaces[one["interface"]]["groups"]),
        "tagSet": tag_set(world, one["interface"]),
        "attachment": {"attachmentId": "eni-attach-0", "instanceId": one["id"], "deviceIndex": 0, "status": "attached",
                       "networkCardIndex": 0},
    } for one in found]}


def DescribeSecurityGroups(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    known(asked, {"vpc-id", "group-name", "owner-id"})
    wanted = filters(asked)
    ids = numbered(asked, "GroupId")
    groups = [own(world.groups, account, key, "InvalidGroup.NotFound") for key in ids] if ids else world.groups.values()
    fields = {"vpc-id": "vpc", "group-name": "name", "owner-id": "account"}
    return {"securityGroupInfo": [
        {
            "groupId": one["id"], "groupName": one["name"], "groupDescription": one["description"], "vpcId": one["vpc"],
            "ownerId": account, "tagSet": tag_set(world, one["id"]), "ipPermissions": permissions(one, False),
            "ipPermissionsEgress": permissions(one, True),
        }
        for one in groups
        if one["account"] == account and all(one[fields[name]] in values for name, values in wanted.items())
    ]}


def permissions(group: dict[str, Any], is_egress: bool) -> list[dict[str, Any]]:
    return [{
        "ipProtocol": rule["ipProtocol"], "fromPort": rule["fromPort"], "toPort": rule["toPort"],
        "ipRanges": [{"cidrIp": rule["cidrIpv4"]}] if "cidrIpv4" in rule else [],
        "ipv6Ranges": [{"cidrIpv6": rule["cidrIpv6"]}] if "cidrIpv6" in rule else [],
    } for rule in group["rules"].values() if rule["isEgress"] == is_egress]


def DescribeSecurityGroupRules(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    known(asked, {"group-id"})
    groups = [own(world.groups, account, key, "InvalidGroup.NotFound") for key in filters(asked)["group-id"]]
    return {"securityGroupRuleSet": [
        {"securityGroupRuleId": key, "groupId": group["id"], "groupOwnerId": account, **rule}
        for group in groups for key, rule in group["rules"].items()
    ]}


def DescribeVpcs(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    return {"vpcSet": [
        {"vpcId": key, "ownerId": account, "state": "available", "cidrBlock": "10.20.0.0/16",
         "ipv6CidrBlockAssociationSet": []}
        for key in numbered(asked, "VpcId")
    ]}


def DescribeInstanceAttribute(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    one = own(world.instances, account, asked["InstanceId"], "InvalidInstanceID.NotFound")
    values = {"disableApiTermination": one["protected"], "instanceInitiatedShutdownBehavior": "stop"}
    return {"instanceId": one["id"], asked["Attribute"]: {"value": values[asked["Attribute"]]}}


def DescribeTags(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    known(asked, {"resource-id", "key", "value", "resource-type"})
    wanted = filters(asked)
    kinds = {"i": "instance", "eni": "network-interface", "vol": "volume", "sg": "security-group"}
    return {"tagSet": [
        {"key": key, "value": value, "resourceId": resource, "resourceType": kinds[resource.split("-")[0]]}
        for resource in wanted["resource-id"] for key, value in world.tags.get(resource, {}).items()
        if key in wanted.get("key", [key]) and value in wanted.get("value", [value])
    ]}


def DescribeAutoScalingInstances(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    return {"AutoScalingInstances": []}


def DescribeTargetGroups(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    return {"TargetGroups": []}


def DescribeLoadBalancers(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    return {"LoadBalancerDescriptions": []}


def own(resources: dict[str, dict[str, Any]], account: str, key: str, code: str) -> dict[str, Any]:
    """A resource of the account; those of others are not to be seen."""
    one = resources.get(key)
    if one is None or one["account"] != account:
        raise Refusal(code, f"{key} does not exist")
    return one


def known(asked: Parameters, names: set[str]) -> None:
    """Refuses filters that this stand-in would leave out silently."""
    if strange := set(filters(asked)) - names:
        raise Refusal("InvalidParameterValue", f"The stand-in has no filters {sorted(strange)}", 501)

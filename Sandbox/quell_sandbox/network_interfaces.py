"""Groups of network interfaces: kept per interface, checked before they are set."""

from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance

from .call import Call, Refusal
from .registry import checks

GROUPS_PER_INTERFACE = 5


def check_groups(backend: Any, identifiers: list[str], vpc: str | None) -> None:
    """Refuses unknown groups, groups of another VPC, and more groups than an interface may have."""
    groups = [backend.get_security_group_from_id(each) for each in identifiers]
    for identifier, group in zip(identifiers, groups, strict=True):
        if group is None:
            raise Refusal("InvalidGroup.NotFound", f"The security group '{identifier}' does not exist")
    if len(set(identifiers)) > GROUPS_PER_INTERFACE:
        message = (
            f"You have exceeded the number of security groups allowed per network interface: {GROUPS_PER_INTERFACE}"
        )
        raise Refusal("SecurityGroupsPerInterfaceLimitExceeded", message)
    for group in groups:
        if vpc and group.vpc_id != vpc:
            message = f"You have specified two resources that belong to different networks: {group.id} and {vpc}."
            raise Refusal("InvalidParameter", message)


def _subnet_vpc(backend: Any, subnet: str | None) -> str | None:
    return backend.get_subnet(subnet).vpc_id if subnet else None


@checks("ec2", "ModifyNetworkInterfaceAttribute")
def check_modify(call: Call) -> None:
    backend = ec2_backends[call.account][call.region]
    groups = call.parameters("SecurityGroupId")
    eni = backend.enis.get(call.parameter("NetworkInterfaceId"))
    if groups and eni is not None:
        check_groups(backend, groups, eni.vpc_id)


@checks("ec2", "CreateNetworkInterface")
def check_create(call: Call) -> None:
    backend = ec2_backends[call.account][call.region]
    check_groups(backend, call.parameters("SecurityGroupId"), _subnet_vpc(backend, call.parameter("SubnetId")))


@checks("ec2", "RunInstances")
def check_run(call: Call) -> None:
    backend = ec2_backends[call.account][call.region]
    check_groups(backend, call.parameters("SecurityGroupId"), _subnet_vpc(backend, call.parameter("SubnetId")))
    number = 1
    while call.parameter(f"NetworkInterface.{number}.DeviceIndex") is not None:
        prefix = f"NetworkInterface.{number}"
        groups = call.parameters(f"{prefix}.SecurityGroupId")
        check_groups(backend, groups, _subnet_vpc(backend, call.parameter(f"{prefix}.SubnetId")))
        number += 1


def _instance_groups(instance: Instance) -> list[Any]:
    """The groups of an instance are those of its first interface."""
    nics = instance.__dict__.get("nics")
    return nics[0]._group_set if nics and 0 in nics else instance.__dict__.get("first_groups", [])


def _set_instance_groups(instance: Instance, groups: list[Any]) -> None:
    instance.__dict__["first_groups"] = groups
    nics = instance.__dict__.get("nics")
    if nics and 0 in nics:
        nics[0]._group_set = groups


def install() -> None:
    # moto adds the groups an instance was launched with to those of its interfaces, for ever.
    NetworkInterface.group_set = property(lambda eni: eni._group_set)
    Instance.security_groups = property(_instance_groups, _set_instance_groups)

"""Rules of security groups as values: read from a request, compared, weighed."""

import ipaddress
from typing import Any

from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupRule

from .call import Refusal

PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "-1", "-1": "-1"}


def permissions_of(response: Any) -> list[dict[str, Any]]:
    if permissions := response._get_param("IpPermissions", []):
        return permissions
    names = ("IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6")
    single = {name: response._get_param(name) for name in names}
    if single["CidrIp"]:
        single["IpRanges"] = [{"CidrIp": single["CidrIp"]}]
    if single["CidrIpv6"]:
        single["Ipv6Ranges"] = [{"CidrIpv6": single["CidrIpv6"]}]
    return [single] if single["IpProtocol"] else []


def rules_of(backend: Any, group: SecurityGroup, permissions: list[dict[str, Any]], egress: bool) -> list[Any]:
    """One rule for each peer of each permission, in the order of the request."""
    rules = []
    for permission in permissions:
        for peer in permission.get("IpRanges", []):
            rules.append(_rule(backend, group, permission, egress, cidr=("CidrIp", peer)))
        for peer in permission.get("Ipv6Ranges", []):
            rules.append(_rule(backend, group, permission, egress, cidr=("CidrIpv6", peer)))
        for peer in permission.get("UserIdGroupPairs", []):
            rules.append(_rule(backend, group, permission, egress, pair=peer))
        for peer in permission.get("PrefixListIds", []):
            rules.append(_rule(backend, group, permission, egress, prefix=peer))
    if not rules:
        raise Refusal("MissingParameter", "The request must name at least one rule: IpPermissions with a peer.")
    return rules


def _rule(
    backend: Any,
    group: SecurityGroup,
    permission: dict[str, Any],
    egress: bool,
    cidr: tuple[str, dict] | None = None,
    pair: dict | None = None,
    prefix: dict | None = None,
) -> SecurityGroupRule:
    protocol = str(permission.get("IpProtocol", "")).lower()
    protocol = PROTOCOLS.get(protocol, protocol)
    first, last = permission.get("FromPort"), permission.get("ToPort")
    if protocol in ("tcp", "udp") and (first is None or last is None):
        raise Refusal("InvalidParameterValue", "Invalid value for portRange. Must specify both from and to ports.")
    ip_range = None
    if cidr:
        ip_range = {cidr[0]: _canonical(cidr[1][cidr[0]])} | description_of(cidr[1])
    if pair:
        pair = _resolved(backend, pair)
    if prefix and prefix["PrefixListId"] not in backend.managed_prefix_lists:
        raise Refusal("InvalidPrefixListID.NotFound", f"The prefix list '{prefix['PrefixListId']}' does not exist")
    ports = (-1 if first is None else first, -1 if last is None else last)
    rule = SecurityGroupRule(backend, protocol, group.id, *ports, ip_range, pair, prefix, is_egress=egress)
    rule.prefix_list_description = (prefix or {}).get("Description")
    return rule


def description_of(peer: dict[str, Any]) -> dict[str, str]:
    return {"Description": peer["Description"]} if peer.get("Description") else {}


def _canonical(text: str) -> str:
    """AWS stores 10.1.2.3/16 as 10.1.0.0/16."""
    try:
        if "/" in text:
            return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        pass
    raise Refusal("InvalidParameterValue", f"CIDR block {text} is malformed")


def _resolved(backend: Any, pair: dict[str, Any]) -> dict[str, Any]:
    name = pair.get("GroupId") or pair.get("GroupName")
    group = backend.get_security_group_by_name_or_id(name)
    if group is None:
        raise Refusal("InvalidGroup.NotFound", f"The security group '{name}' does not exist")
    return {"GroupId": group.id, "UserId": pair.get("UserId") or backend.account_id} | description_of(pair)


def identity(rule: SecurityGroupRule) -> tuple:
    """What makes two rules the same: everything but id, description and tags."""
    ports = (rule.from_port, rule.to_port) if rule.ip_protocol != "-1" else None
    peer = (rule.cidr_ipv4, rule.cidr_ipv6, rule.source_group.get("GroupId"), rule.prefix_list_id)
    return (rule.ip_protocol, ports, peer)


def weight(backend: Any, rule: SecurityGroupRule) -> int:
    """A prefix list counts as many rules as it may have entries."""
    prefix_list = backend.managed_prefix_lists.get(rule.prefix_list_id)
    return int(prefix_list.max_entries or 1) if prefix_list else 1


def duplicate(rule: SecurityGroupRule) -> Refusal:
    peer = rule.cidr_ipv4 or rule.cidr_ipv6 or rule.source_group.get("GroupId") or rule.prefix_list_id
    message = f'the specified rule "peer: {peer}, {rule.ip_protocol}, from port: {rule.from_port}, '
    return Refusal("InvalidPermission.Duplicate", message + f'to port: {rule.to_port}, ALLOW" already exists')

"""Security group rules as AWS keeps them: whole calls or nothing, stable rule ids, descriptions, canonical CIDRs."""

from itertools import chain
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.ec2.models.security_groups import GroupedSecurityRuleView, SecurityGroup, SecurityGroupRule
from moto.ec2.responses.security_groups import SecurityGroups

from .call import Call, Refusal
from .registry import checks
from .security_group_rules import description_of, duplicate, identity, permissions_of, rules_of, weight

RULES_PER_GROUP = 60


def _group(backend: Any, response: SecurityGroups) -> SecurityGroup:
    identifier, name = response._get_param("GroupId"), response._get_param("GroupName")
    if identifier:
        group = backend.get_security_group_from_id(identifier)
    else:
        group = backend.get_security_group_from_name(name, backend.default_vpc.id) if name else None
    if group is None:
        raise Refusal("InvalidGroup.NotFound", f"The security group '{identifier or name}' does not exist")
    return group


def _authorize(response: SecurityGroups, egress: bool) -> ActionResult:
    response.error_on_dryrun()
    backend = response.ec2_backend
    group = _group(backend, response)
    existing = group.egress_rules if egress else group.ingress_rules
    rules = rules_of(backend, group, permissions_of(response), egress)
    taken = {identity(rule) for rule in existing}
    for rule in rules:
        if identity(rule) in taken:
            raise duplicate(rule)
        taken.add(identity(rule))
    if sum(weight(backend, rule) for rule in chain(existing, rules)) > RULES_PER_GROUP:
        message = "The maximum number of rules per security group has been reached."
        raise Refusal("RulesPerSecurityGroupLimitExceeded", message)
    tags = response._parse_tag_specification().get("security-group-rule", {})
    for rule in rules:
        rule.add_tags(tags)
    existing.extend(rules)
    return ActionResult({"Return": True, "SecurityGroupRules": rules})


def _revoke(response: SecurityGroups, egress: bool) -> ActionResult:
    response.error_on_dryrun()
    backend = response.ec2_backend
    group = _group(backend, response)
    existing = group.egress_rules if egress else group.ingress_rules
    if identifiers := response._get_param("SecurityGroupRuleIds", []):
        gone = [rule for rule in existing if rule.id in identifiers]
        if unknown := set(identifiers) - {rule.id for rule in gone}:
            message = f"The security group rule ID '{min(unknown)}' does not exist"
            raise Refusal("InvalidSecurityGroupRuleId.NotFound", message)
    else:
        wanted = {identity(rule) for rule in rules_of(backend, group, permissions_of(response), egress)}
        gone = [rule for rule in existing if identity(rule) in wanted]
        if len(gone) < len(wanted):
            message = "The specified rule does not exist in this security group."
            raise Refusal("InvalidPermission.NotFound", message)
    existing[:] = [rule for rule in existing if not any(rule is each for each in gone)]
    return ActionResult({"Return": True})


def _modify(response: SecurityGroups) -> ActionResult:
    """A modified rule keeps its id and tags; everything else, the description too, is as the request says."""
    response.error_on_dryrun()
    backend = response.ec2_backend
    group = _group(backend, response)
    changes = []
    for update in response._get_param("SecurityGroupRules", []):
        rule = group.get_rule(update["SecurityGroupRuleId"])
        if rule is None:
            message = f"The security group rule ID '{update['SecurityGroupRuleId']}' does not exist"
            raise Refusal("InvalidSecurityGroupRuleId.NotFound", message)
        changes.append((rule, _replacement(backend, group, rule, update.get("SecurityGroupRule", {}))))
    _refuse_collisions(group, changes)
    for rule, new in changes:
        for name in ("ip_protocol", "from_port", "to_port", "ip_range", "source_group", "prefix_list_id"):
            setattr(rule, name, getattr(new, name))
        rule.prefix_list_description = new.prefix_list_description
    return ActionResult({"Return": True})


def _replacement(
    backend: Any, group: SecurityGroup, rule: SecurityGroupRule, asked: dict[str, Any]
) -> SecurityGroupRule:
    peers = {
        "CidrIpv4": ("IpRanges", "CidrIp", bool(rule.cidr_ipv4)),
        "CidrIpv6": ("Ipv6Ranges", "CidrIpv6", bool(rule.cidr_ipv6)),
        "ReferencedGroupId": ("UserIdGroupPairs", "GroupId", bool(rule.source_group)),
        "PrefixListId": ("PrefixListIds", "PrefixListId", bool(rule.prefix_list_id)),
    }
    given = [name for name in peers if asked.get(name)]
    if len(given) != 1:
        message = "The request must contain exactly one of: cidrIp, cidrIpv6, prefixListId, or referencedGroupId"
        raise Refusal("MissingParameter" if not given else "InvalidParameterCombination", message)
    kind, member, same_kind = peers[given[0]]
    if not same_kind:
        message = f"Invalid rule type for security group rule '{rule.id}'. You may not specify {given[0]} for it."
        raise Refusal("InvalidParameterValue", message)
    if not asked.get("IpProtocol"):
        raise Refusal("InvalidParameterValue", "Invalid value 'null' for protocol. Rules must specify it explicitly.")
    peer = {member: asked[given[0]], "Description": asked.get("Description")}
    ports = {name: asked[name] for name in ("FromPort", "ToPort") if name in asked}
    return rules_of(backend, group, [{"IpProtocol": asked["IpProtocol"], **ports, kind: [peer]}], rule.is_egress)[0]


def _refuse_collisions(group: SecurityGroup, changes: list[tuple[Any, Any]]) -> None:
    changed = [rule for rule, _ in changes]
    rest = [
        rule for rule in chain(group.ingress_rules, group.egress_rules) if not any(rule is each for each in changed)
    ]
    taken = {(rule.is_egress, identity(rule)) for rule in rest}
    for _, new in changes:
        if (new.is_egress, identity(new)) in taken:
            raise duplicate(new)
        taken.add((new.is_egress, identity(new)))


def _view_prefix_lists(view_of: Any) -> Any:
    """Adds to moto's grouped view what it loses: the description of a prefix list."""

    def flattened(group: SecurityGroup, rules: list[SecurityGroupRule]) -> list[GroupedSecurityRuleView]:
        views = view_of(group, rules)
        described = {rule.prefix_list_id: getattr(rule, "prefix_list_description", None) for rule in rules}
        for view in views:
            for each in view.prefix_list_ids:
                each.update(description_of({"Description": described[each["PrefixListId"]]}))
        return views

    return flattened


@checks("ec2", "DeleteSecurityGroup")
def check_unused(call: Call) -> None:
    """A group that an interface or another group's rule uses cannot be deleted, nor can a default group."""
    backend = ec2_backends[call.account][call.region]
    group = backend.get_security_group_from_id(call.parameter("GroupId") or "")
    if group is None:
        return
    if group.is_default:
        raise Refusal("CannotDelete", f'the specified group: "{group.id}" name: "default" cannot be deleted by a user')
    in_use = any(group in eni.group_set for eni in backend.enis.values())
    others = (each for groups in backend.groups.values() for each in groups.values() if each is not group)
    rules = (rule for each in others for rule in chain(each.ingress_rules, each.egress_rules))
    if in_use or any(rule.source_group.get("GroupId") == group.id for rule in rules):
        raise Refusal("DependencyViolation", f"resource {group.id} has a dependent object")


def install() -> None:
    SecurityGroupRule.prefix_list_description = None
    SecurityGroupRule.description = property(
        lambda rule: (
            rule.ip_range.get("Description") or rule.source_group.get("Description") or rule.prefix_list_description
        )
    )
    SecurityGroup._flattened_rules = _view_prefix_lists(SecurityGroup._flattened_rules)
    SecurityGroups.authorize_security_group_ingress = lambda response: _authorize(response, False)
    SecurityGroups.authorize_security_group_egress = lambda response: _authorize(response, True)
    SecurityGroups.revoke_security_group_ingress = lambda response: _revoke(response, False)
    SecurityGroups.revoke_security_group_egress = lambda response: _revoke(response, True)
    SecurityGroups.modify_security_group_rules = _modify

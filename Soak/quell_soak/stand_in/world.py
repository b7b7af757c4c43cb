"""The resources of an organization, and how each of them was made; ids follow from their names, so two worlds are alike."""
import copy
import dataclasses
import hashlib
from typing import Any

HOME = "999999999999"
REGION = "eu-central-1"


def identifier(prefix: str, *names: Any, length: int = 17) -> str:
    digest = hashlib.sha256("/".join(map(str, (prefix, *names))).encode()).hexdigest()
    return prefix + digest[:length]


@dataclasses.dataclass
class World:
    """Everything that a containment may read or change, by id; accounts are part of the ids' names."""

    instances: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    interfaces: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    groups: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    users: dict[tuple[str, str], dict[str, Any]] = dataclasses.field(default_factory=dict)
    findings: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    evaluations: dict[tuple[str, str], dict[str, Any]] = dataclasses.field(default_factory=dict)
    tags: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    archived: set[str] = dataclasses.field(default_factory=set)

    def add_group(self, account: str, vpc: str, name: str, description: str) -> dict[str, Any]:
        """A new group, which lets everything out, as EC2 makes it."""
        group = {
            "id": identifier("sg-", account, vpc, name), "account": account, "vpc": vpc, "name": name,
            "description": description, "rules": {},
        }
        self.groups[group["id"]] = group
        self.tags[group["id"]] = {}
        self.add_rule(group, {"isEgress": True, "ipProtocol": "-1", "fromPort": -1, "toPort": -1, "cidrIpv4": "0.0.0.0/0"})
        return group

    def add_rule(self, group: dict[str, Any], rule: dict[str, Any]) -> None:
        key = identifier("sgr-", group["id"], *sorted(map(str, rule.items())))
        group["rules"][key] = rule

    def add_instance(self, account: str, number: int, vpc_size: int = 10) -> dict[str, Any]:
        """A running instance with one interface and one volume; every `vpc_size` of them share a VPC and a group."""
        vpc = identifier("vpc-", account, number // vpc_size)
        group_id = identifier("sg-", account, vpc, "app")
        if group_id not in self.groups:
            self.add_group(account, vpc, "app", "Serves the application")
        instance = {
            "id": identifier("i-", account, number), "account": account, "vpc": vpc,
            "subnet": identifier("subnet-", vpc), "volume": identifier("vol-", account, number),
            "interface": identifier("eni-", account, number), "address": f"10.20.{number // 250 % 250}.{number % 250 + 4}",
            "protected": False, "deletes": True,
        }
        self.instances[instance["id"]] = instance
        self.interfaces[instance["interface"]] = {
            "id": instance["interface"], "instance": instance["id"], "groups": [group_id]
        }
        self.tags[instance["id"]] = {"Name": "app"}
        self.tags[instance["interface"]] = {}
        self.tags[instance["volume"]] = {}
        return instance

    def add_user(self, account: str, number: int) -> dict[str, Any]:
        """A user with a policy and two active keys."""
        name = f"deploy-{number}"
        user = {
            "name": name, "account": account, "id": identifier("AIDA", account, number, length=16).upper(),
            "arn": f"arn:aws:iam::{account}:user/automation/{name}", "policies": {"arn:aws:iam::aws:policy/PowerUserAccess"},
            "keys": {identifier("AKIA", account, number, key, length=16).upper(): "Active" for key in (1, 2)},
        }
        self.users[account, name] = user
        return user

    def add_open_group(self, account: str, number: int) -> dict[str, Any]:
        """A group that lets the internet and an office in."""
        group = self.add_group(account, identifier("vpc-", account, "web"), f"web-{number}", "Serves web")
        for rule in (
            {"cidrIpv4": "0.0.0.0/0", "description": "everyone"}, {"cidrIpv4": "10.0.0.0/8", "description": "the office"},
            {"cidrIpv6": "::/0", "description": "everyone, IPv6"},
        ):
            self.add_rule(group, {"isEgress": False, "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, **rule})
        return group

    def state(self) -> dict[str, Any]:
        """What a containment leaves behind, to be compared with that of another run."""
        return copy.deepcopy({
            "instances": {key: (one["protected"], one["deletes"]) for key, one in self.instances.items()},
            "interfaces": {key: one["groups"] for key, one in self.interfaces.items()},
            "groups": {key: (one["name"], sorted(map(str, one["rules"].items()))) for key, one in self.groups.items()},
            "users": {"/".join(key): (sorted(one["policies"]), one["keys"]) for key, one in self.users.items()},
            "tags": self.tags,
            "archived": sorted(self.archived),
        })


def detector(account: str) -> str:
    return identifier("", "detector", account, length=32)

"""Incidents on demand: their resources are made, their findings sent, and the outcome to expect is told.

The outcomes: contained, exempt, not-applicable (nothing to contain here), ignored (a sample),
duplicate (the finding was seen before), moot (the resource is gone).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from . import incident_events as events
from .call import Refusal
from .principals import REGIONS, SERVICE_ACCOUNTS
from .scenery import Scenery

Sent = Iterator[tuple[dict[str, Any], dict[str, Any]]]
EXFILTRATION = "Trojan:EC2/DNSDataExfiltration"
STOLEN = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS"
TOR = "UnauthorizedAccess:IAMUser/TorIPCaller"
LOGIN = "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B"
OPEN_RANGES = {
    "IpRanges": [
        {"CidrIp": "0.0.0.0/0", "Description": "everyone"},
        {"CidrIp": "10.0.0.0/8", "Description": "the office"},
    ],
    "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "everyone, IPv6"}],
}
SPLIT_RANGES = {
    "IpRanges": [
        {"CidrIp": "0.0.0.0/1", "Description": "lower half"},
        {"CidrIp": "128.0.0.0/1", "Description": "upper half"},
        {"CidrIp": "10.0.0.0/8", "Description": "the office"},
    ]
}


@dataclass(frozen=True)
class Incident:
    """`make` yields each event to handle with the ids of its resources; `expected` has one outcome for each."""

    title: str
    place: tuple[int, int]
    make: Callable[[Scenery], Sent]
    expected: tuple[str, ...] = ("contained",)
    exempt: bool = False


def create(names: list[str] | None, endpoint: str, elsewhere: tuple[str, str] | None = None) -> list[dict[str, Any]]:
    """Makes the named incidents, or all of them, in order: each where it belongs, or all in one account and Region."""
    wanted = list(CATALOG) if names is None else names
    if unknown := [name for name in wanted if name not in CATALOG]:
        known = ", ".join(CATALOG)
        raise Refusal("ValidationError", f"There is no incident {unknown[0]!r}. There are: {known}.", 400)
    return [told for name in wanted for told in _create(name, CATALOG[name], endpoint, elsewhere)]


def catalog() -> list[dict[str, Any]]:
    return [{"name": name, "title": each.title, "expected": list(each.expected)} for name, each in CATALOG.items()]


def _create(
    name: str, incident: Incident, endpoint: str, elsewhere: tuple[str, str] | None
) -> Iterator[dict[str, Any]]:
    account, region = elsewhere or (SERVICE_ACCOUNTS[incident.place[0]], REGIONS[incident.place[1]])
    place = Scenery(endpoint, account, region, incident.exempt)
    for number, (event, resources) in enumerate(incident.make(place)):
        yield {
            "name": name if number == 0 else f"{name}-{number + 1}",
            "title": incident.title,
            "event": event,
            "expected": incident.expected[number],
            "resources": {"account": account, "region": region, **resources},
        }


def _about(instance: dict[str, Any]) -> dict[str, Any]:
    enis = instance["NetworkInterfaces"]
    return {
        "instance": instance["InstanceId"],
        "vpc": instance.get("VpcId"),
        "interfaces": {each["NetworkInterfaceId"]: [group["GroupId"] for group in each["Groups"]] for each in enis},
    }


def _instance(kind: str = EXFILTRATION, *, interfaces: int = 1, role: str = "ACTOR", **how: bool) -> Callable:
    def make(place: Scenery) -> Sent:
        instance = place.instance(interfaces)
        title = "The EC2 instance is exfiltrating data through DNS queries."
        finding = events.instance_finding(place, instance, kind, title, role, how.get("sample", False))
        for _ in range(3 if how.get("triple") else 1):
            yield events.send_finding(finding, how.get("by_administrator", False)), _about(instance)

    return make


def _balanced(place: Scenery) -> Sent:
    instance, around = place.balanced_instance()
    title = "The EC2 instance queries a command and control server."
    finding = events.instance_finding(place, instance, "Backdoor:EC2/C&CActivity.B!DNS", title)
    yield events.send_finding(finding), {**_about(instance), **around}


def _gone(place: Scenery) -> Sent:
    instance = place.instance()
    finding = events.instance_finding(place, instance, "Backdoor:EC2/Spambot", "The EC2 instance sends spam.")
    place.ec2.terminate_instances(InstanceIds=[instance["InstanceId"]])
    yield events.send_finding(finding), {"instance": instance["InstanceId"]}


def _role(kind: str, make_role: Callable[[Scenery], dict[str, Any]], by_administrator: bool = False) -> Callable:
    def make(place: Scenery) -> Sent:
        role = make_role(place)
        principal = f"{role['RoleId']}:i-0123456789abcdef0"
        title = f"Credentials of the role {role['RoleName']} are used from outside."
        key = events.temporary_key()
        finding = events.principal_finding(place, kind, title, "AssumedRole", role["RoleName"], principal, key)
        resources = {"role": role["RoleName"], "roleArn": role["Arn"], "roleId": role["RoleId"]}
        yield events.send_finding(finding, by_administrator), resources

    return make


def _user(place: Scenery) -> Sent:
    user, keys = place.user()
    title = f"APIs are called by the user {user['UserName']} from a Tor exit node."
    finding = events.principal_finding(place, TOR, title, "IAMUser", user["UserName"], user["UserId"], keys[0])
    yield events.send_finding(finding), {"user": user["UserName"], "userId": user["UserId"], "accessKeys": keys}


def _root(place: Scenery) -> Sent:
    title = "The root user has signed in from two countries."
    finding = events.principal_finding(place, LOGIN, title, "Root", "Root", place.account, "")
    yield events.send_finding(finding, by_administrator=True), {"principal": place.account}


def _bucket(rule: str, acl: str) -> Callable:
    def make(place: Scenery) -> Sent:
        name = place.bucket(acl)
        yield events.send_evaluation(place, rule, "AWS::S3::Bucket", name), {"bucket": name}

    return make


def _group(ranges: dict[str, Any]) -> Callable:
    def make(place: Scenery) -> Sent:
        permissions = [
            {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, **ranges},
            {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "IpRanges": ranges["IpRanges"][-1:]},
        ]
        group = place.security_group(permissions)
        annotation = "Ingress is open to the world."
        rule, kind = "SECURITY_GROUP_OPEN_PROHIBITED", "AWS::EC2::SecurityGroup"
        yield events.send_evaluation(place, rule, kind, group, annotation), {"securityGroup": group}

    return make


def _volume(place: Scenery) -> Sent:
    volume = place.volume()
    yield events.send_evaluation(place, "ENCRYPTED_VOLUMES", "AWS::EC2::Volume", volume), {"volume": volume}


def _database(place: Scenery) -> Sent:
    database = place.database()
    identifier = database["DbiResourceId"]
    resources = {"database": database["DBInstanceIdentifier"], "databaseId": identifier}
    yield events.send_evaluation(place, "RDS_STORAGE_ENCRYPTED", "AWS::RDS::DBInstance", identifier), resources


ENCRYPTION = _bucket("S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", "private")
PUBLIC_READ = _bucket("S3_BUCKET_PUBLIC_READ_PROHIBITED", "public-read")
PUBLIC_WRITE = _bucket("S3_BUCKET_PUBLIC_WRITE_PROHIBITED", "public-read-write")
NOTHING = ("not-applicable",)
EXEMPT = ("exempt",)

CATALOG = {
    "row1-isolate-ec2": Incident("An instance exfiltrates data", (0, 0), _instance(by_administrator=True)),
    "row2-block-role": Incident("A role's credentials are stolen", (1, 0), _role(STOLEN, Scenery.role)),
    "row2-user": Incident("A user calls from a Tor exit node", (2, 1), _user),
    "row3-encrypt-bucket": Incident("A bucket lacks default encryption", (0, 0), ENCRYPTION),
    "row4-public-read": Incident("A bucket can be read by everyone", (1, 1), PUBLIC_READ),
    "row5-public-write": Incident("A bucket can be written by everyone", (2, 0), PUBLIC_WRITE),
    "row6-open-group": Incident("A security group is open to the world", (0, 1), _group(OPEN_RANGES)),
    "row7-volume": Incident("A volume is not encrypted", (1, 0), _volume, NOTHING),
    "row8-rds": Incident("A database is not encrypted", (2, 1), _database, NOTHING),
    "row1-exempt": Incident("An excepted instance exfiltrates data", (1, 1), _instance(), EXEMPT, True),
    "row2-exempt": Incident(
        "An excepted role's credentials are stolen", (0, 0), _role(STOLEN, Scenery.role), EXEMPT, True
    ),
    "row3-exempt": Incident("An excepted bucket lacks default encryption", (1, 0), ENCRYPTION, EXEMPT, True),
    "row4-exempt": Incident("An excepted bucket can be read by everyone", (2, 0), PUBLIC_READ, EXEMPT, True),
    "row5-exempt": Incident("An excepted bucket can be written by everyone", (0, 1), PUBLIC_WRITE, EXEMPT, True),
    "row6-exempt": Incident("An excepted security group is open", (1, 0), _group(OPEN_RANGES), EXEMPT, True),
    "row7-exempt": Incident("An excepted volume is not encrypted", (2, 1), _volume, EXEMPT, True),
    "row8-exempt": Incident("An excepted database is not encrypted", (0, 0), _database, EXEMPT, True),
    "two-interfaces": Incident("An instance with two interfaces", (2, 0), _instance(interfaces=2)),
    "balanced-instance": Incident("An instance that is scaled and balanced", (0, 0), _balanced),
    "target-not-actor": Incident(
        "The instance is the target", (1, 1), _instance("Backdoor:EC2/DenialOfService.Tcp", role="TARGET"), NOTHING
    ),
    "root-credentials": Incident("The root user is used", (2, 1), _root, NOTHING),
    "service-linked-role": Incident(
        "The role belongs to a service", (0, 0), _role(TOR, Scenery.service_linked_role), NOTHING
    ),
    "sso-role": Incident("The role belongs to Identity Center", (1, 0), _role(LOGIN, Scenery.sso_role, True), NOTHING),
    "sample": Incident("A sample finding", (2, 0), _instance(sample=True), ("ignored",)),
    "triple": Incident(
        "One finding comes three times", (0, 1), _instance(triple=True), ("contained", "duplicate", "duplicate")
    ),
    "gone": Incident("The instance has been terminated", (1, 1), _gone, ("moot",)),
    "split-ranges": Incident("The world in two halves", (2, 0), _group(SPLIT_RANGES)),
}

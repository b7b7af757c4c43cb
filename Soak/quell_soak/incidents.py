"""Incidents: a resource in the stand-in's world, and the event that tells of it. The same number makes the same incident."""
import dataclasses
import datetime
from typing import Any

from .stand_in.world import REGION, World, detector, identifier

INSTANCE_TYPES = (
    "Trojan:EC2/DNSDataExfiltration", "Backdoor:EC2/C&CActivity.B!DNS", "Trojan:EC2/BlackholeTraffic", "Backdoor:EC2/Spambot",
)
OPEN_GROUP = "SECURITY_GROUP_OPEN_PROHIBITED"


@dataclasses.dataclass(frozen=True)
class Incident:
    name: str
    account: str
    resource: str
    finding: str
    event: dict[str, Any]


def account(number: int) -> str:
    return f"{100_000_000_000 + number}"


def now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def mixed(count: int, accounts: int = 10) -> tuple[World, list[Incident]]:
    """Instances to isolate, users to block and groups to confine, in turn, over so many accounts."""
    world = World()
    makers = (isolation, denial, confinement)
    return world, [makers[n % 3](world, account(n // 3 % accounts), n // 3 // accounts) for n in range(count)]


def isolation(world: World, owner: str, number: int) -> Incident:
    instance = world.add_instance(owner, number)
    return instance_finding(world, instance, INSTANCE_TYPES[0], f"isolate-{owner}-{number}")


def instance_finding(world: World, instance: dict[str, Any], kind: str, name: str, **service: Any) -> Incident:
    """A finding about an instance that takes part in an attack."""
    resource = {"resourceType": "Instance", "instanceDetails": {"instanceId": instance["id"], "instanceState": "running"}}
    return guard_duty(world, instance["account"], instance["id"], kind, resource, name, {"resourceRole": "ACTOR", **service})


def denial(world: World, owner: str, number: int, kind: str = "UnauthorizedAccess:IAMUser/TorIPCaller") -> Incident:
    user = world.add_user(owner, number)
    resource = {"resourceType": "AccessKey", "accessKeyDetails": {
        "accessKeyId": next(iter(user["keys"])), "principalId": user["id"], "userType": "IAMUser", "userName": user["name"],
    }}
    return guard_duty(world, owner, user["name"], kind, resource, f"deny-{owner}-{number}", {"resourceRole": "TARGET"})


def guard_duty(
    world: World, owner: str, resource_id: str, kind: str, resource: dict[str, Any], name: str, service: dict[str, Any]
) -> Incident:
    finding, own, moment = identifier("", "finding", name, length=32), detector(owner), now()
    detail = {
        "schemaVersion": "2.0", "accountId": owner, "region": REGION, "partition": "aws", "id": finding, "type": kind,
        "arn": f"arn:aws:guardduty:{REGION}:{owner}:detector/{own}/finding/{finding}", "resource": resource,
        "service": {
            "serviceName": "guardduty", "detectorId": own, "eventFirstSeen": moment, "eventLastSeen": moment, "count": 1,
            "archived": False, "additionalInfo": {"value": "{}", "type": "default"}, **service,
        },
        "severity": 8, "createdAt": moment, "updatedAt": moment, "title": f"{resource_id} behaves as in an attack.",
        "description": "A finding of the soak.",
    }
    world.findings[finding] = detail
    return Incident(name, owner, resource_id, finding, envelope(owner, "aws.guardduty", "GuardDuty Finding", name, detail))


def confinement(world: World, owner: str, number: int) -> Incident:
    """A group that AWS Config finds open to the world."""
    group, moment = world.add_open_group(owner, number), now()
    qualifier = {"configRuleName": OPEN_GROUP, "resourceType": "AWS::EC2::SecurityGroup", "resourceId": group["id"]}
    world.evaluations[owner, group["id"]] = {
        "EvaluationResultIdentifier": {
            "EvaluationResultQualifier": {key[0].upper() + key[1:]: value for key, value in qualifier.items()},
            "OrderingTimestamp": 1767225600.0,
        },
        "ComplianceType": "NON_COMPLIANT", "ResultRecordedTime": 1767225600.0, "ConfigRuleInvokedTime": 1767225600.0,
    }
    detail = {
        **{key: value for key, value in qualifier.items()}, "awsRegion": REGION, "awsAccountId": owner, "recordVersion": "1.0",
        "configRuleARN": f"arn:aws:config:{REGION}:{owner}:config-rule/config-rule-soak",
        "messageType": "ComplianceChangeNotification", "notificationCreationTime": moment,
        "newEvaluationResult": {
            "evaluationResultIdentifier": {"evaluationResultQualifier": qualifier, "orderingTimestamp": moment},
            "complianceType": "NON_COMPLIANT", "resultRecordedTime": moment, "configRuleInvokedTime": moment,
        },
    }
    name = f"confine-{owner}-{number}"
    event = envelope(owner, "aws.config", "Config Rules Compliance Change", name, detail)
    return Incident(name, owner, group["id"], f"{OPEN_GROUP}/AWS::EC2::SecurityGroup/{group['id']}", event)


def envelope(owner: str, source: str, kind: str, name: str, detail: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": "0", "id": identifier("", "event", name, length=32), "detail-type": kind, "source": source,
        "account": owner, "time": now(), "region": REGION, "resources": [], "detail": detail,
    }

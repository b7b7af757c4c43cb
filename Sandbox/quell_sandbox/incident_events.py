"""Findings and evaluations in the whole form GuardDuty and Config send them."""

import json
from typing import Any
from uuid import uuid4

from . import config_compliance, event_buses, guardduty_findings
from .organization import detector
from .principals import SECURITY_ACCOUNT
from .scenery import Scenery
from .state import TURN, iso_milliseconds

DOMAIN = "3d6f2f1c.exfil.guarddutyc2activityb.com"
ATTACKER = {
    "ipAddressV4": "198.51.100.7",
    "organization": {"asn": "64496", "asnOrg": "EXAMPLE-AS", "isp": "Example ISP", "org": "Example"},
    "country": {"countryName": "Nowhere"},
    "city": {"cityName": ""},
    "geoLocation": {"lat": 0.0, "lon": 0.0},
}


def send_finding(finding: dict[str, Any], by_administrator: bool = False) -> dict[str, Any]:
    """Registers the finding and puts its event on the bus; the delegated administrator's bus when it sends it."""
    sender = SECURITY_ACCOUNT if by_administrator else finding["accountId"]
    event = {
        "detail-type": "GuardDuty Finding",
        "source": "aws.guardduty",
        "time": finding["updatedAt"][:19] + "Z",
        "detail": finding,
    }
    with TURN:
        guardduty_findings.register(finding)
    # The stored finding goes on changing (archived, say); the event is what was sent.
    return event_buses.publish_whole(sender, finding["region"], json.loads(json.dumps(event)))


def send_evaluation(
    place: Scenery, rule: str, kind: str, resource: str, annotation: str | None = None
) -> dict[str, Any]:
    with TURN:
        event = config_compliance.record(
            (place.account, place.region), rule, kind, resource, "NON_COMPLIANT", annotation
        )
    if event is None:
        raise ValueError(f"{resource} is not new: its compliance with {rule} has not changed.")
    return event


def instance_finding(
    place: Scenery, instance: dict[str, Any], kind: str, title: str, role: str = "ACTOR", sample: bool = False
) -> dict[str, Any]:
    resource = {"resourceType": "Instance", "instanceDetails": _instance_details(instance)}
    dns = {"domain": DOMAIN, "protocol": "UDP", "blocked": False, "domainWithSuffix": DOMAIN}
    port = {"port": 22, "portName": "SSH"}
    connection = {
        "connectionDirection": "INBOUND",
        "protocol": "TCP",
        "blocked": False,
        "localPortDetails": port,
        "remotePortDetails": {"port": 45123, "portName": "Unknown"},
        "remoteIpDetails": ATTACKER,
    }
    action = {"actionType": "DNS_REQUEST", "dnsRequestAction": dns}
    if role == "TARGET":
        action = {"actionType": "NETWORK_CONNECTION", "networkConnectionAction": connection}
    return _finding(place, kind, title, resource, action, role, sample)


def principal_finding(
    place: Scenery, kind: str, title: str, user_type: str, name: str, principal: str, key: str
) -> dict[str, Any]:
    details = {"accessKeyId": key, "principalId": principal, "userType": user_type, "userName": name}
    call = {
        "api": "GetObject",
        "serviceName": "s3.amazonaws.com",
        "callerType": "Remote IP",
        "remoteIpDetails": ATTACKER,
        "affectedResources": {},
    }
    resource = {"resourceType": "AccessKey", "accessKeyDetails": details}
    return _finding(
        place, kind, title, resource, {"actionType": "AWS_API_CALL", "awsApiCallAction": call}, "TARGET", False
    )


def temporary_key() -> str:
    return "ASIA" + uuid4().hex[:16].upper()


def _finding(
    place: Scenery,
    kind: str,
    title: str,
    resource: dict[str, Any],
    action: dict[str, Any],
    role: str,
    sample: bool,
) -> dict[str, Any]:
    information: dict[str, Any] = {"value": "{}", "type": "default"}
    if sample:
        information = {"sample": True, "value": '{"sample":true}', "type": "default"}
    return guardduty_findings.new_finding(
        place.account,
        place.region,
        detector(place.account, place.region),
        kind,
        title=f"[SAMPLE] {title}" if sample else title,
        description=title,
        severity=8,
        resource=resource,
        service={"action": action, "resourceRole": role, "additionalInfo": information},
    )


def _instance_details(instance: dict[str, Any]) -> dict[str, Any]:
    launched = instance.get("LaunchTime")
    return {
        "instanceId": instance["InstanceId"],
        "instanceType": instance["InstanceType"],
        "launchTime": iso_milliseconds(launched),
        "platform": None,
        "productCodes": [],
        "iamInstanceProfile": None,
        "networkInterfaces": [_interface(each) for each in instance.get("NetworkInterfaces", [])],
        "outpostArn": None,
        "tags": [{"key": tag["Key"], "value": tag["Value"]} for tag in instance.get("Tags", [])],
        "instanceState": instance["State"]["Name"],
        "availabilityZone": instance["Placement"]["AvailabilityZone"],
        "imageId": instance["ImageId"],
        "imageDescription": None,
    }


def _interface(eni: dict[str, Any]) -> dict[str, Any]:
    groups = [{"groupName": each["GroupName"], "groupId": each["GroupId"]} for each in eni["Groups"]]
    address, name = eni["PrivateIpAddress"], eni.get("PrivateDnsName", "")
    return {
        "ipv6Addresses": [],
        "networkInterfaceId": eni["NetworkInterfaceId"],
        "privateDnsName": name,
        "privateIpAddress": address,
        "privateIpAddresses": [{"privateDnsName": name, "privateIpAddress": address}],
        "subnetId": eni["SubnetId"],
        "vpcId": eni["VpcId"],
        "securityGroups": groups,
        "publicDnsName": "",
        "publicIp": None,
    }

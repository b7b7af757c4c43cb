"""CloudTrail's event history of tagging calls, from the calls as they were made."""

import json
import re
import uuid
from typing import Any
from xml.etree import ElementTree

from .call import Answer, Call, Refusal
from .registry import answers
from .state import STATE, iso, utc_now

# Operations that put tags on, or take them off, resources that exist or are being made.
TAGGING = {
    ("ec2", "CreateTags"),
    ("ec2", "DeleteTags"),
    ("ec2", "RunInstances"),
    ("iam", "TagRole"),
    ("iam", "UntagRole"),
    ("iam", "CreateRole"),
    ("iam", "TagUser"),
    ("iam", "UntagUser"),
    ("iam", "CreateUser"),
    ("s3", "PutBucketTagging"),
    ("s3", "DeleteBucketTagging"),
    ("rds", "AddTagsToResource"),
    ("tagging", "TagResources"),
}
LOOKUPS = {"ResourceName", "EventName", "EventId", "EventSource", "Username", "AccessKeyId"}


def remember(call: Call, answer: Answer | None, error: str | None) -> None:
    """Keeps a tagging call as CloudTrail tells it; IAM's events belong to us-east-1."""
    if (call.service, call.operation) not in TAGGING or call.principal is None or answer is None:
        return
    region = "us-east-1" if call.service == "iam" else call.region
    request, names = _request(call, answer)
    detail: dict[str, Any] = {
        "eventVersion": "1.09",
        "userIdentity": _identity(call),
        "eventTime": iso(),
        "eventSource": f"{call.service}.amazonaws.com",
        "eventName": call.operation,
        "awsRegion": region,
        "requestParameters": request,
        "responseElements": None,
        "eventID": str(uuid.uuid4()),
        "readOnly": False,
        "eventType": "AwsApiCall",
        "recipientAccountId": call.account,
    }
    if answer.status >= 400:
        detail["errorCode"] = error or f"Status{answer.status}"
    STATE.trail[(call.account, region)].append(
        {
            "EventId": detail["eventID"],
            "EventName": call.operation,
            "ReadOnly": "false",
            "AccessKeyId": call.access_key_id,
            "EventTime": int(utc_now().timestamp()),
            "EventSource": detail["eventSource"],
            "Username": call.principal.arn.split("/")[-1],
            "Resources": [{"ResourceName": name} for name in names],
            "CloudTrailEvent": json.dumps(detail),
        }
    )


def _identity(call: Call) -> dict[str, Any]:
    kind = "AssumedRole" if call.principal.session else "IAMUser"
    return {"type": kind, "arn": call.principal.arn, "accountId": call.account, "accessKeyId": call.access_key_id}


def _request(call: Call, answer: Answer) -> tuple[dict[str, Any], list[str]]:
    """The request's parameters in the form of each service, and the names of the resources it touched."""
    if call.service == "ec2":
        return _ec2(call, answer)
    if call.service == "iam":
        kind = "role" if "Role" in call.operation else "user"
        name = call.parameter("RoleName" if kind == "role" else "UserName") or ""
        return {f"{kind}Name": name, "tags": _pairs(call, "Tags.member", "key", "value")}, [name]
    if call.service == "s3":
        host = (call.header("Host") or "").split(":")[0]
        path = call.environ["PATH_INFO"].strip("/").split("/")[0]
        name = path or host.split(".")[0]
        tags = [{"Key": key, "Value": value} for key, value in _s3_tags(call.body)]
        return {"bucketName": name, "Tagging": {"TagSet": {"Tag": tags}}}, [name]
    if call.service == "rds":
        name = call.parameter("ResourceName") or ""
        return {"resourceName": name, "tags": _pairs(call, "Tags.Tag", "key", "value")}, [name]
    given = call.input
    return {"resourceARNList": given.get("ResourceARNList"), "tags": given.get("Tags")}, given.get("ResourceARNList", [])


def _ec2(call: Call, answer: Answer) -> tuple[dict[str, Any], list[str]]:
    if call.operation == "RunInstances":
        ids = list(dict.fromkeys(re.findall(r"<instanceId>(i-[0-9a-f]+)</instanceId>", answer.body.decode())))
        items, number = [], 1
        while kind := call.parameter(f"TagSpecification.{number}.ResourceType"):
            items.append({"resourceType": kind, "tags": _pairs(call, f"TagSpecification.{number}.Tag", "key", "value")})
            number += 1
        request = {"tagSpecificationSet": {"items": items}, "instancesSet": {"items": [{"instanceId": each} for each in ids]}}
        return request, ids
    ids = call.parameters("ResourceId")
    request = {
        "resourcesSet": {"items": [{"resourceId": each} for each in ids]},
        "tagSet": {"items": _pairs(call, "Tag", "key", "value")},
    }
    return request, ids


def _pairs(call: Call, prefix: str, key: str, value: str) -> list[dict[str, str]]:
    pairs, number = [], 1
    while (name := call.parameter(f"{prefix}.{number}.Key")) is not None:
        pairs.append({key: name, value: call.parameter(f"{prefix}.{number}.Value") or ""})
        number += 1
    return pairs


def _s3_tags(body: bytes) -> list[tuple[str, str]]:
    if not body:
        return []
    try:
        tree = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        return []
    return [(tag.findtext("{*}Key") or "", tag.findtext("{*}Value") or "") for tag in tree.iter() if tag.tag.endswith("}Tag")]


@answers("cloudtrail", "LookupEvents")
def lookup_events(call: Call) -> dict[str, Any]:
    """Newest first, by one attribute, in pages."""
    given = call.input
    wanted = given.get("LookupAttributes") or []
    if len(wanted) > 1 or any(each.get("AttributeKey") not in LOOKUPS for each in wanted):
        raise Refusal("InvalidLookupAttributesException", "Give one lookup attribute that CloudTrail knows.")
    limit = given.get("MaxResults", 50)
    if not isinstance(limit, int) or not 1 <= limit <= 50:
        raise Refusal("InvalidMaxResultsException", "MaxResults must be 1 to 50.")
    start = given.get("NextToken") or "0"
    if not start.isdigit():
        raise Refusal("InvalidNextTokenException", "The token is not one of LookupEvents.")
    found = [event for event in reversed(STATE.trail[call.place]) if all(_matches(event, each) for each in wanted)]
    page = {"Events": found[int(start) : int(start) + limit]}
    if len(found) > int(start) + limit:
        page["NextToken"] = str(int(start) + limit)
    return page


def _matches(event: dict[str, Any], attribute: dict[str, str]) -> bool:
    value = attribute.get("AttributeValue")
    if attribute["AttributeKey"] == "ResourceName":
        return any(each["ResourceName"] == value for each in event["Resources"])
    return event[attribute["AttributeKey"]] == value

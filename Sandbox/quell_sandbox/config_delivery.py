"""Where Config delivers: a bucket it must be able to write to, and a topic that hears of every item."""

import json
from typing import Any

from moto.config.models import config_backends
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends

from .access.storing import bucket_owner
from .call import Call, Refusal
from .registry import checks
from .service_permissions import policy_of
from .service_policies import role_may, service_may
from .service_sessions import find_role
from .state import TURN

SERVICE = "config.amazonaws.com"
OWNED = {"s3:x-amz-acl": "bucket-owner-full-control"}
Place = tuple[str, str]


@checks("config", "PutDeliveryChannel")
def check_bucket(call: Call) -> None:
    """Config looks at the bucket and writes a file there before it takes a channel; here it only asks whether it may."""
    channel = call.input.get("DeliveryChannel") or {}
    name = channel.get("s3BucketName") or ""
    owner = bucket_owner(f"arn:aws:s3:::{name}") if name else None
    if owner is None:
        raise Refusal("NoSuchBucketException", f"Cannot find a S3 bucket with an empty bucket name or named {name}.")
    bucket = s3_backends[owner]["aws"].get_bucket(name)
    prefix = f"{channel['s3KeyPrefix']}/" if channel.get("s3KeyPrefix") else ""
    key = f"{prefix}AWSLogs/{call.account}/Config/ConfigWritabilityCheckFile"
    arn = f"arn:aws:s3:::{name}"
    asked = [("s3:GetBucketAcl", arn), ("s3:ListBucket", arn), ("s3:PutObject", f"{arn}/{key}")]
    if not all(_may(call.place, action, on, bucket.policy) for action, on in asked):
        message = f"Insufficient delivery policy to s3 bucket: {name}, unable to write to bucket."
        raise Refusal("InsufficientDeliveryPolicyException", message)


def _may(place: Place, action: str, resource: str, policy: Any) -> bool:
    """By the role of the recorder, or as the service itself."""
    recorders = list(config_backends[place[0]][place[1]].recorders.values())
    role = find_role(recorders[0].role_arn) if recorders else None
    if role is not None and role_may(role, SERVICE, action, resource, policy, OWNED):
        return True
    source = f"arn:aws:config:{place[1]}:{place[0]}:*"
    return service_may(policy, SERVICE, action, resource, source, OWNED)


def publish(place: Place, notification: dict[str, Any]) -> dict[str, list[str]]:
    """Tells the topic of the channel of an item: which topic was told, and which does not let Config."""
    told: dict[str, list[str]] = {"published": [], "refused": []}
    with TURN:
        for channel in config_backends[place[0]][place[1]].delivery_channels.values():
            arn = channel.sns_topic_arn
            if not arn:
                continue
            if not _may(place, "sns:Publish", arn, policy_of(arn)):
                told["refused"].append(arn)
                continue
            region, account = arn.split(":")[3:5]
            item = notification["configurationItem"]
            subject = f"[AWS Config:{place[1]}] {item['resourceType']} {item['resourceId']}"[:100]
            sns_backends[account][region].publish(message=json.dumps(notification), arn=arn, subject=subject)
            told["published"].append(arn)
    return told

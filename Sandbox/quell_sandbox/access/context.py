"""The keys that conditions can look at, of one check of one call."""

from typing import Any

from ..call import Call
from ..policies import Request
from ..principals import ACCOUNTS, ORGANIZATION, Principal, iam
from ..state import iso, utc_now
from . import table
from .checks import Check, Unknown
from .storing import bucket_owner
from .tags import resource_tags

# Global keys that AWS would set here and the sandbox cannot tell. It sets the others, or AWS would not.
UNTOLD = {"aws:principalorgpaths", "aws:resourceorgpaths"}
# Keys of services that are set where a check is made, or else are truly not in its request.
TOLD = {
    "autoscaling:launchtemplateversionspecified",
    "ec2:add/group", "ec2:add/userid", "ec2:attribute", "ec2:createaction", "ec2:region", "ec2:remove/group",
    "ec2:remove/userid",
    "events:detail-type", "events:eventbusinvocation", "events:source", "events:targetarn", "iam:awsservicename",
    "iam:passedtoservice", "iam:permissionsboundary", "iam:policyarn", "lambda:functionarn", "ssm:documentversion",
    "sts:externalid", "sts:rolesessionname", "sts:sourceidentity", "sts:transitivetagkeys",
}  # fmt: skip


def owner_of(check: Check, principal: Principal) -> str:
    """The account of a resource: by its ARN, by the bucket's place, or else the caller's."""
    if check.owner:
        return check.owner
    parts = check.resource.split(":", 5)
    if len(parts) == 6 and parts[4].isdigit():
        return parts[4]
    return (len(parts) == 6 and parts[2] == "s3" and bucket_owner(check.resource)) or principal.account


def request_of(call: Call, check: Check) -> Request:
    """The check as a question to policies."""
    owner = owner_of(check, call.principal)
    context: dict[str, Any] = {**principal_keys(call.principal), **_call_keys(call), "aws:ResourceAccount": owner}
    if owner in ACCOUNTS:
        context["aws:ResourceOrgID"] = ORGANIZATION
    context |= _tag_keys(call, check, owner) | dict(check.context)
    return Request(call.principal.arn, check.action, check.resource, context, _untold(check.action))


def principal_keys(principal: Principal) -> dict[str, Any]:
    """Who calls."""
    session, entity = principal.session, principal.entity
    name = principal.arn.rpartition("/")[2]
    found: dict[str, Any] = {
        "aws:PrincipalArn": principal.entity_arn,
        "aws:PrincipalAccount": principal.account,
        "aws:PrincipalOrgID": ORGANIZATION,
        "aws:userid": f"{entity.id}:{name}" if session else entity.id,
    }
    own = entity.tags if session else iam(principal.account).tagger.list_tags_for_resource(entity.arn)["Tags"]
    tags = {each["Key"]: each["Value"] for each in own or []}
    if session:
        tags |= session.tags
        found["aws:TokenIssueTime"] = iso(session.issued)
        found["aws:MultiFactorAuthPresent"] = "false"
        if session.source_identity:
            found["aws:SourceIdentity"] = session.source_identity
    else:
        found["aws:username"] = entity.name
    return found | {f"aws:PrincipalTag/{key}": value for key, value in tags.items()}


def _call_keys(call: Call) -> dict[str, Any]:
    """The request itself. The sandbox listens on loopback without TLS and stands for endpoints that have it."""
    now = utc_now()
    found: dict[str, Any] = {
        "aws:CurrentTime": iso(now),
        "aws:EpochTime": str(int(now.timestamp())),
        "aws:RequestedRegion": call.region,
        "aws:SecureTransport": "true",
        "aws:SourceIp": call.environ.get("REMOTE_ADDR", "127.0.0.1"),
        "aws:ViaAWSService": "false",
    }
    if agent := call.header("User-Agent"):
        found["aws:UserAgent"] = agent
    if call.service == "ec2":
        found["ec2:Region"] = call.region
    if call.service == "sns":
        # Of the policy every topic is born with: the account that owns what the request comes from.
        found["aws:SourceOwner"] = call.account
    return found


def _tag_keys(call: Call, check: Check, owner: str) -> dict[str, Any]:
    """The tags of the resource under all the names that services give the key."""
    if owner not in ACCOUNTS or check.resource == "*":
        return {}
    found = resource_tags(check.resource, owner, call.region)
    if found is None:
        raise Unknown(f"It does not know the tags of {check.resource}.")
    prefixes = {
        each.rpartition("${TagKey}")[0] for each in table.keys(check.action) if each.endswith("ResourceTag/${TagKey}")
    }
    return {f"{prefix}{key}": value for prefix in prefixes for key, value in found.items()}


def _untold(action: str) -> frozenset[str]:
    """The keys of the action that nothing here sets, so that a condition on one is never just called missing."""
    found = set(UNTOLD)
    for key in table.keys(action):
        name = key.lower()
        if name.startswith("aws:") or name in TOLD or name.endswith("resourcetag/${tagkey}"):
            continue
        found.add(name.partition("${")[0])
    return frozenset(found)

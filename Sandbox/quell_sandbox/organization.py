"""The organization at start: four accounts, two Regions, the responder, its roles, the topic, the detectors."""

import json
from typing import Any

from moto.core.base_backend import BackendDict
from moto.guardduty.models import guardduty_backends
from moto.sns.models import sns_backends

from . import function_pools, queue_poller
from .principals import ACCOUNTS, ORGANIZATION, REGIONS, SECURITY_ACCOUNT, SERVICE_ACCOUNTS, iam
from .state import STATE

RESPONSE_ROLE = "Security-IR-Role"
AUTOMATION_ROLE = "AWS-SystemsManager-AutomationExecutionRole"
TOPIC_NAME = "Security_Alerts_quell"
RUNBOOKS = (
    "AWS-EnableS3BucketEncryption",
    "AWS-DisableS3BucketPublicReadWrite",
    "AWS-StopEC2Instance",
    "AWS-TerminateEC2Instance",
)
RESPONDER = "quell-responder"
OPERATOR = "sandbox-operator"
RESPONDER_ACTIONS = [
    "sts:AssumeRole",
    "sts:SetSourceIdentity",
    "sts:TagSession",
    "sns:Publish",
    "ssm:*Automation*",
    "guardduty:Get*",
    "guardduty:List*",
    "guardduty:ArchiveFindings",
    "guardduty:UnarchiveFindings",
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "tag:GetResources",
    # The audit of exceptions: accounts, and the security account itself, are read with the caller's own credentials.
    "organizations:ListAccounts",
    "ec2:DescribeRegions",
    "iam:ListRoles",
    "iam:ListRoleTags",
    "iam:ListUsers",
    "iam:ListUserTags",
    "cloudtrail:LookupEvents",
]
# What the runbooks do that the sandbox runs.
AUTOMATION_ACTIONS = [
    "ec2:StopInstances",
    "ec2:TerminateInstances",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutEncryptionConfiguration",
]
RESPONSE_ACTIONS = [
    f"{service}:*"
    for service in (
        "autoscaling",
        "config",
        "ec2",
        "elasticloadbalancing",
        "guardduty",
        "iam",
        "rds",
        "s3",
        "ssm",
        "tag",
    )
] + ["cloudtrail:LookupEvents", "lambda:*", "kms:DescribeKey", "securityhub:*", "sts:GetCallerIdentity"]


def start_afresh(bare: bool = False) -> dict[str, Any]:
    """Forgets everything and builds the organization anew, with new keys: the responder's, or all operators'.

    A bare organization has its accounts, operators and detectors, and nothing of a responder: stacks bring that.
    """
    queue_poller.stop_all()
    function_pools.stop_all()
    BackendDict.reset()
    STATE.forget()
    STATE.bare = bare
    for account in ACCOUNTS:
        _prepare_account(account)
    if bare:
        return {account: operator_keys(account) for account in ACCOUNTS}
    for account in ACCOUNTS:
        _make_roles(account)
    _make_responder()
    topic = sns_backends[SECURITY_ACCOUNT][REGIONS[0]].create_topic(TOPIC_NAME)
    assert topic.arn == topic_arn()
    return _keys(RESPONDER)


def topic_arn() -> str:
    return f"arn:aws:sns:{REGIONS[0]}:{SECURITY_ACCOUNT}:{TOPIC_NAME}"


def _prepare_account(account: str) -> None:
    backend = iam(account)
    operator = backend.create_user("us-east-1", OPERATOR, path="/sandbox/")
    operator.put_policy("everything", _policy(_allow(["*"])))
    STATE.operator_keys.add(backend.create_access_key(OPERATOR).access_key_id)
    for region in REGIONS:
        _enable_guardduty(account, region)


def _make_roles(account: str) -> None:
    backend = iam(account)
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{SECURITY_ACCOUNT}:root"},
        "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}},
    }
    role = backend.create_role(RESPONSE_ROLE, _policy(trust), "/", None, "Contains incidents", [], "3600")
    role.put_policy("contain", _policy(_allow(RESPONSE_ACTIONS)))
    automation_trust = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{SECURITY_ACCOUNT}:root", "Service": "ssm.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    names = [(AUTOMATION_ROLE, "/"), *((f"Quell-Automation-{runbook}", "/quell/") for runbook in RUNBOOKS)]
    for name, path in names:
        role = backend.create_role(name, _policy(automation_trust), path, None, "Runs Automation", [], "3600")
        role.put_policy("run", _policy(_allow(AUTOMATION_ACTIONS)))


def _enable_guardduty(account: str, region: str) -> None:
    backend = guardduty_backends[account][region]
    backend.create_detector(True, "FIFTEEN_MINUTES", {}, {}, [])
    if account != SECURITY_ACCOUNT:
        STATE.members[account] = SECURITY_ACCOUNT


def _make_responder() -> None:
    user = iam(SECURITY_ACCOUNT).create_user("us-east-1", RESPONDER)
    user.put_policy("respond", _policy(_allow(RESPONDER_ACTIONS)))
    iam(SECURITY_ACCOUNT).create_access_key(RESPONDER)


def _allow(actions: list[str]) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": "*"}


def _policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _keys(user: str, account: str = SECURITY_ACCOUNT) -> dict[str, str]:
    key = iam(account).users[user].access_keys[0]
    return {"AWS_ACCESS_KEY_ID": key.access_key_id, "AWS_SECRET_ACCESS_KEY": key.secret_access_key}


def operator_keys(account: str) -> dict[str, str]:
    """Keys that may do everything in the account, are not logged, and meet no faults: those of the scenery."""
    return _keys(OPERATOR, account)


def detector(account: str, region: str) -> str:
    return next(iter(guardduty_backends[account][region].detectors))


def description(endpoint: str) -> dict[str, Any]:
    """The line printed when the sandbox is ready."""
    accounts: dict[str, dict[str, Any]] = {
        account: {
            "kind": "security" if account == SECURITY_ACCOUNT else "service",
            "detectors": {region: detector(account, region) for region in REGIONS},
        }
        for account in ACCOUNTS
    }
    keys = operator_keys(SECURITY_ACCOUNT) if STATE.bare else _keys(RESPONDER)
    for account, each in accounts.items():
        if STATE.bare:
            each["operator"] = operator_keys(account)
        else:
            each["role"] = f"arn:aws:iam::{account}:role/{RESPONSE_ROLE}"
    return {
        "endpoint": endpoint,
        "environment": {"AWS_ENDPOINT_URL": endpoint, **keys, "AWS_REGION": REGIONS[0]},
        **({} if STATE.bare else {"topic": topic_arn()}),
        "bare": STATE.bare,
        "organization": {
            "id": ORGANIZATION,
            "securityAccount": SECURITY_ACCOUNT,
            "serviceAccounts": list(SERVICE_ACCOUNTS),
            "regions": list(REGIONS),
            "accounts": accounts,
        },
    }

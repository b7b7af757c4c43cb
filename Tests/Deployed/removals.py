"""Takes one permission away from whatever holds it, in every account, and gives it back."""
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from organization import Organization
from permissions import Permission


@contextmanager
def without(organization: Organization, places: list[tuple[str, str]], permission: Permission) -> Iterator[None]:
    """From each of the places, an account and an ARN, by the operators of the accounts, who are beyond all policies here."""
    holders = [HOLDERS[arn.split(":")[2]](organization, account, arn) for account, arn in places]
    changed = []
    try:
        for holder in holders:
            for name, document in holder.documents().items():
                less = _less(document, permission)
                if less != document:
                    changed.append((holder, name, document))
                    holder.put(name, less)
        assert changed, f"None of {places} holds {permission}."
        yield
    finally:
        for holder, name, document in changed:
            holder.put(name, document)


def _less(document: dict[str, Any], permission: Permission) -> dict[str, Any]:
    """The document without the action; a statement of no other action goes with it."""
    statements = []
    for each in document["Statement"]:
        if each["Effect"] != "Allow" or permission.sid not in ("", each.get("Sid")):
            statements.append(each)
            continue
        actions = each["Action"] if isinstance(each["Action"], list) else [each["Action"]]
        if kept := [action for action in actions if action != permission.action]:
            statements.append(each if kept == actions else {**each, "Action": kept})
    return {**document, "Statement": statements or [_nothing(document, permission)]}


def _nothing(document: dict[str, Any], permission: Permission) -> dict[str, Any]:
    """IAM takes no policy without a statement; this one allows nothing."""
    whom = {"Principal": "*"} if "Principal" in document["Statement"][0] else {"Resource": "*"}
    return {"Effect": "Deny", "Action": permission.action, **whom}


class _Role:
    """Its policies, and its trust policy under the name of nothing."""

    def __init__(self, organization, account, arn):
        self.iam, self.name = organization.client("iam", account), arn.rpartition("/")[2]

    def documents(self):
        found = {"": self.iam.get_role(RoleName=self.name)["Role"]["AssumeRolePolicyDocument"]}
        for name in self.iam.list_role_policies(RoleName=self.name)["PolicyNames"]:
            found[name] = self.iam.get_role_policy(RoleName=self.name, PolicyName=name)["PolicyDocument"]
        return found

    def put(self, name, document):
        text = json.dumps(document)
        if name:
            self.iam.put_role_policy(RoleName=self.name, PolicyName=name, PolicyDocument=text)
        else:
            self.iam.update_assume_role_policy(RoleName=self.name, PolicyDocument=text)


class _Queue:
    def __init__(self, organization, account, arn):
        self.sqs = organization.client("sqs", account)
        self.url = self.sqs.get_queue_url(QueueName=arn.split(":")[5])["QueueUrl"]

    def documents(self):
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["Policy"])["Attributes"]
        return {"": json.loads(attributes["Policy"])}

    def put(self, name, document):
        self.sqs.set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": json.dumps(document)})


class _Topic:
    def __init__(self, organization, account, arn):
        self.sns, self.arn = organization.client("sns", account, arn.split(":")[3]), arn

    def documents(self):
        return {"": json.loads(self.sns.get_topic_attributes(TopicArn=self.arn)["Attributes"]["Policy"])}

    def put(self, name, document):
        self.sns.set_topic_attributes(TopicArn=self.arn, AttributeName="Policy", AttributeValue=json.dumps(document))


class _Bus:
    def __init__(self, organization, account, arn):
        self.events, self.name = organization.client("events", account), arn.rpartition("/")[2]

    def documents(self):
        return {"": json.loads(self.events.describe_event_bus(Name=self.name)["Policy"])}

    def put(self, name, document):
        self.events.put_permission(EventBusName=self.name, Policy=json.dumps(document))


class _Bucket:
    def __init__(self, organization, account, arn):
        self.name = arn.rpartition(":")[2]
        self.s3 = organization.client("s3", account)

    def documents(self):
        return {"": json.loads(self.s3.get_bucket_policy(Bucket=self.name)["Policy"])}

    def put(self, name, document):
        self.s3.put_bucket_policy(Bucket=self.name, Policy=json.dumps(document))


class _Function:
    """Lambda takes and gives permissions one by one, and no documents."""

    def __init__(self, organization, account, arn):
        self.functions, self.name = organization.client("lambda", account, arn.split(":")[3]), arn.rpartition(":")[2]

    def documents(self):
        try:
            return {"": json.loads(self.functions.get_policy(FunctionName=self.name)["Policy"])}
        except self.functions.exceptions.ResourceNotFoundException:
            return {"": {"Statement": []}}

    def put(self, name, document):
        there = {each["Sid"] for each in self.documents()[""]["Statement"]}
        wanted = {each["Sid"]: each for each in document["Statement"] if each["Effect"] == "Allow"}
        for sid in there - set(wanted):
            self.functions.remove_permission(FunctionName=self.name, StatementId=sid)
        for sid in set(wanted) - there:
            given = wanted[sid]
            account = given["Condition"]["StringEquals"]["AWS:SourceAccount"]
            self.functions.add_permission(
                FunctionName=self.name, StatementId=sid, Action=given["Action"], Principal=given["Principal"]["Service"],
                SourceAccount=account,
            )


HOLDERS = {"iam": _Role, "sqs": _Queue, "sns": _Topic, "events": _Bus, "s3": _Bucket, "lambda": _Function}


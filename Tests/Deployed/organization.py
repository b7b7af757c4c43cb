"""The organization into which both stacks are deployed from Templates, through the sandbox's CloudFormation API."""
import json
import pathlib
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager

import boto3
from botocore.config import Config

from sandbox_process import PACKAGE, QUELL, ROOT, ask

SECURITY, SERVICE = "999999999999", ("111111111111", "222222222222", "333333333333")
HOME, REGIONS = "eu-central-1", ("eu-central-1", "us-east-1")
# The accounts in which inline policies may be put, and in which findings may be archived.
QUOTAS, ARCHIVING = SERVICE[2], SERVICE[1]
OPERATOR_ROLE = f"arn:aws:iam::{SECURITY}:role/quell/Quell-Operator"


class Organization:
    def __init__(self, ready):
        self.ready, self.endpoint = ready, ready["endpoint"]
        self.id = ready["organization"]["id"]
        self.stacks: list[tuple[str, str, str]] = []

    def client(self, service, account, region=HOME, keys=None):
        """As the operator of an account, or with the keys of a session."""
        if keys is None:
            own = self.ready["organization"]["accounts"][account]["operator"]
            keys = {"AccessKeyId": own["AWS_ACCESS_KEY_ID"], "SecretAccessKey": own["AWS_SECRET_ACCESS_KEY"]}
        return boto3.client(
            service, region_name=region, endpoint_url=self.endpoint, aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys.get("SessionToken"),
            config=Config(retries={"max_attempts": 0}, read_timeout=120),
        )

    def ask(self, method, name, body=None):
        return ask(self.endpoint, method, name, body)

    def stack(self, name, account, region=HOME, **parameters):
        formation = self.client("cloudformation", account, region)
        formation.create_stack(
            StackName=f"quell-{name}", Capabilities=["CAPABILITY_NAMED_IAM"],
            TemplateBody=(ROOT / "Templates" / f"{name}-account.yaml").read_text(),
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        )
        [stack] = formation.describe_stacks(StackName=f"quell-{name}")["Stacks"]
        events = formation.describe_stack_events(StackName=f"quell-{name}")["StackEvents"]
        reasons = {each["LogicalResourceId"]: each.get("ResourceStatusReason") for each in events if "FAILED" in each["ResourceStatus"]}
        assert stack["StackStatus"] == "CREATE_COMPLETE", reasons
        self.stacks.append((name, account, region))

    def artifact_name(self, account, region=HOME):
        return f"artifact-{account}-{region}"

    def artifact(self, account, region=HOME):
        name, s3 = self.artifact_name(account, region), self.client("s3", account, region)
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=name, **place)
        s3.put_object(Bucket=name, Key="quell/quell-lambda.zip", Body=PACKAGE.read_bytes())
        return name

    def deploy(self):
        self.client("securityhub", SECURITY).enable_security_hub()
        self.stack(
            "security", SECURITY, OrganizationId=self.id, ArtifactBucket=self.artifact(SECURITY), ForwardOwnFindings="true",
            OperatorPrincipals=self.client("sts", SECURITY).get_caller_identity()["Arn"], SweepAccounts=",".join(SERVICE),
        )
        # What GuardDuty collects for its administrator in other Regions is forwarded as from any account; in the home
        # Region this stack makes the roles that contain what is in the security account itself.
        shared = {"OrganizationId": self.id, "SecurityAccountId": SECURITY, "HomeRegion": HOME}
        for region in REGIONS:
            self.stack("service", SECURITY, region, **shared, AllowInlineDenials="true")
        for account in SERVICE:
            for region in REGIONS:
                self.stack(
                    "service", account, region, **shared, EnableConfig="true", ArtifactBucket=self.artifact(account, region),
                    AllowInlineDenials="true" if account == QUOTAS else "false",
                    ArchiveHere="true" if account == ARCHIVING else "false",
                )
        self.attach_policies()

    def attach_policies(self, operators="allowed-everything"):
        """The organization's policies from Templates, for all accounts; whether the sandbox's operators obey them too."""
        documents = {
            name: json.loads((ROOT / "Templates" / f"{name}.json").read_text().replace("SECURITY_ACCOUNT_ID", SECURITY))
            for name in ("scp-tags", "scp-responder", "rcp-trust")
        }
        self.ask("PUT", "organization-policies", {
            "service-control": [documents["scp-tags"], documents["scp-responder"]],
            "resource-control": [documents["rcp-trust"]], "operators": operators,
        })

    def lines(self):
        """What the engine has said, a line an event that it answered."""
        lines = [each["line"] for each in self.ask("GET", "logs?function=quell-respond")]
        return [json.loads(line) for line in lines if line.startswith('{"')]

    def settle(self):
        """Patience for machines with much else to do."""
        assert any(self.ask("POST", "drain", {"seconds": 25})["finished"] for _ in range(6)), "The queues do not run dry."

    def since(self, before, wanted=0):
        """What was said meanwhile; the emulator hands on what a function writes a little later than its answer."""
        for _ in range(50):
            answers = self._answered(before)
            if len(answers) >= wanted:
                return answers
            time.sleep(0.1)
        return answers

    def _answered(self, before):
        """The last word on each message: one whose execution another process works on is put back, and asked again."""
        return list({line["messageId"]: line for line in self.every_word(before)}.values())

    def every_word(self, before):
        """All that was said, also of a message that failed first and was asked again."""
        return [line for line in self.lines()[before:] if line["message"] in ("event answered", "event not answered")]

    def dead_letters(self):
        sqs = self.client("sqs", SECURITY)
        url = sqs.get_queue_url(QueueName="quell-dead-letters")["QueueUrl"]
        names = ["ApproximateNumberOfMessages"]
        return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"][names[0]]

    def forget_dead_letters(self):
        sqs = self.client("sqs", SECURITY)
        sqs.purge_queue(QueueUrl=sqs.get_queue_url(QueueName="quell-dead-letters")["QueueUrl"])

    def begin_anew(self):
        """What is under way has ended, no letter is dead, and the limits of the playbook are far: as hours later."""
        self.settle()
        self.forget_dead_letters()
        journal, plans = self.client("dynamodb", SECURITY), {"TableName": "quell-journal", "ConsistentRead": True}
        wanted = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "planned"}}}
        for each in journal.get_paginator("query").paginate(**plans, **wanted).build_full_result()["Items"]:
            journal.delete_item(TableName="quell-journal", Key={"pk": each["pk"], "sk": each["sk"]})
        # A process keeps the plans that it has read.
        self.restart("quell-respond", SECURITY)

    @contextmanager
    def playbook(self, text):
        """The engine answers by another playbook: its package is made and put in place as the guide says."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="quell-playbook-"))
        (folder / "playbook.yaml").write_text(text)
        command = [QUELL, "synth", "--playbook", folder / "playbook.yaml", "--function", PACKAGE, "--out", folder / "out"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        s3, functions = self.client("s3", SECURITY), self.client("lambda", SECURITY)
        place = {"FunctionName": "quell-respond", "S3Bucket": self.artifact_name(SECURITY)}
        s3.put_object(Bucket=place["S3Bucket"], Key="other.zip", Body=(folder / "out" / "quell-lambda.zip").read_bytes())
        functions.update_function_code(S3Key="other.zip", **place)
        try:
            yield
        finally:
            functions.update_function_code(S3Key="quell/quell-lambda.zip", **place)
            shutil.rmtree(folder)

    def restart(self, function, account):
        """The next invocation starts a process: Lambda does that when a variable has changed."""
        functions = self.client("lambda", account)
        variables = functions.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
        variables["RESTARTED"] = str(int(variables.get("RESTARTED", "0")) + 1)
        functions.update_function_configuration(FunctionName=function, Environment={"Variables": variables})

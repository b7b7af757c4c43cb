"""The organization into which both stacks are deployed from Templates, through the sandbox's CloudFormation API."""
import json
import time

import boto3
from botocore.config import Config

from sandbox_process import PACKAGE, ROOT, ask

SECURITY, SERVICE = "999999999999", ("111111111111", "222222222222", "333333333333")
HOME, REGIONS = "eu-central-1", ("eu-central-1", "us-east-1")
OPERATOR_ROLE = f"arn:aws:iam::{SECURITY}:role/quell/Quell-Operator"


class Organization:
    def __init__(self, ready):
        self.ready, self.endpoint = ready, ready["endpoint"]
        self.id = ready["organization"]["id"]

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
            OperatorPrincipals=self.client("sts", SECURITY).get_caller_identity()["Arn"],
        )
        # What GuardDuty collects for its administrator in other Regions is forwarded as from any account.
        self.stack("service", SECURITY, "us-east-1", OrganizationId=self.id, SecurityAccountId=SECURITY, HomeRegion=HOME)
        for account in SERVICE:
            for region in REGIONS:
                self.stack(
                    "service", account, region, OrganizationId=self.id, SecurityAccountId=SECURITY, HomeRegion=HOME,
                    EnableConfig="true", ArtifactBucket=self.artifact(account, region),
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
        assert self.ask("POST", "drain", {"seconds": 25})["finished"]

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
        lines = [line for line in self.lines()[before:] if line["message"] in ("event answered", "event not answered")]
        return list({line["messageId"]: line for line in lines}.values())

    def dead_letters(self):
        sqs = self.client("sqs", SECURITY)
        url = sqs.get_queue_url(QueueName="quell-dead-letters")["QueueUrl"]
        names = ["ApproximateNumberOfMessages"]
        return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"][names[0]]

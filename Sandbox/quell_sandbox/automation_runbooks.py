"""The runbooks the sandbox really runs, on moto's state, and the parameters each of them takes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from moto.ec2.models import ec2_backends
from moto.s3.models import PublicAccessBlock, s3_backends

from .call import Refusal

Parameters = dict[str, list[str]]
# Raises PermissionError when the runbook may not do an action on a resource.
May = Callable[[str, str], None]


@dataclass(frozen=True)
class Runbook:
    """`run` gets the account, the Region, the parameters with defaults filled in, and whom to ask before it acts;
    `choices` limits values.
    """

    action: str
    required: tuple[str, ...]
    run: Callable[[str, str, Parameters, May], None]
    defaults: dict[str, str] = field(default_factory=dict)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def resolved(self, given: Parameters) -> Parameters:
        """The parameters with defaults; refuses unknown, missing and impossible ones."""
        known = {*self.required, *self.defaults, "AutomationAssumeRole"}
        if unknown := sorted(set(given) - known):
            raise _invalid(f"Parameters {unknown} are not defined by the Automation document.")
        for name, values in given.items():
            if not isinstance(values, list) or not values or not all(isinstance(each, str) for each in values):
                raise _invalid(f"The value of parameter {name} must be a list of strings.")
            allowed = self.choices.get(name)
            if allowed and not set(values) <= set(allowed):
                raise _invalid(f"The value {values} of parameter {name} is not one of {list(allowed)}.")
        if missing := [name for name in self.required if not given.get(name)]:
            raise _invalid(f"Missing required parameters {missing}.")
        return {**{name: [value] for name, value in self.defaults.items()}, **given}


def _invalid(message: str) -> Refusal:
    return Refusal("InvalidAutomationExecutionParametersException", message)


def _own_bucket(account: str, name: str) -> None:
    """The runbook's role may act on buckets of its own account only."""
    if s3_backends[account]["aws"].get_bucket(name).account_id != account:
        raise PermissionError(f"An error occurred (AccessDenied) when reaching bucket {name}")


def _encrypt_bucket(account: str, region: str, parameters: Parameters, may: May) -> None:
    name = parameters["BucketName"][0]
    may("s3:PutEncryptionConfiguration", f"arn:aws:s3:::{name}")
    _own_bucket(account, name)
    algorithm = {"SSEAlgorithm": parameters["SSEAlgorithm"][0]}
    rule = {"ApplyServerSideEncryptionByDefault": algorithm, "BucketKeyEnabled": "false"}
    s3_backends[account]["aws"].put_bucket_encryption(name, {"Rule": rule})


def _block_public_access(account: str, region: str, parameters: Parameters, may: May) -> None:
    """AWS documents it so: the ACL stays as it is, and is ignored."""
    name = parameters["S3BucketName"][0]
    may("s3:PutBucketPublicAccessBlock", f"arn:aws:s3:::{name}")
    _own_bucket(account, name)
    s3_backends[account]["aws"].get_bucket(name).public_access_block = PublicAccessBlock(*["true"] * 4)


def _instances(account: str, region: str, action: str, parameters: Parameters, may: May) -> list[str]:
    """Those that it is about, when it may do this to each of them."""
    for each in parameters["InstanceId"]:
        may(action, f"arn:aws:ec2:{region}:{account}:instance/{each}")
    return parameters["InstanceId"]


def _stop_instances(account: str, region: str, parameters: Parameters, may: May) -> None:
    ec2_backends[account][region].stop_instances(_instances(account, region, "ec2:StopInstances", parameters, may))


def _terminate_instances(account: str, region: str, parameters: Parameters, may: May) -> None:
    backend = ec2_backends[account][region]
    backend.terminate_instances(_instances(account, region, "ec2:TerminateInstances", parameters, may))


RUNBOOKS = {
    "AWS-EnableS3BucketEncryption": Runbook(
        "PutBucketEncryption",
        ("BucketName",),
        _encrypt_bucket,
        {"SSEAlgorithm": "AES256"},
        {"SSEAlgorithm": ("AES256",)},
    ),
    "AWS-DisableS3BucketPublicReadWrite": Runbook("PutPublicAccessBlock", ("S3BucketName",), _block_public_access),
    "AWS-StopEC2Instance": Runbook("changeInstanceState", ("InstanceId",), _stop_instances),
    "AWS-TerminateEC2Instance": Runbook("changeInstanceState", ("InstanceId",), _terminate_instances),
}

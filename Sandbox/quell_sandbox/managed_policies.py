"""The few AWS managed policies the sandbox needs: moto's 1 400, for every account, would cost seconds at start."""

import json

from moto.iam import models

NAMES = (
    "AWSDenyAll",
    "AWSLambdaBasicExecutionRole",
    "AWS_ConfigRole",
    "AdministratorAccess",
    "AmazonEC2ReadOnlyAccess",
    "AmazonS3ReadOnlyAccess",
    "AmazonSSMAutomationRole",
    "AmazonSSMManagedInstanceCore",
    "CloudWatchReadOnlyAccess",
    "IAMReadOnlyAccess",
    "PowerUserAccess",
    "ReadOnlyAccess",
    "SecurityAudit",
    "ViewOnlyAccess",
)


def install() -> None:
    every = json.loads(models.aws_managed_policies_data)
    chosen = {name: every[name] for name in NAMES if name in every}

    def policies(backend: models.IAMBackend) -> list[models.AWSManagedPolicy]:
        make = models.AWSManagedPolicy.from_data
        return [make(name, backend.account_id, backend.region_name, data) for name, data in chosen.items()]

    models.IAMBackend._init_aws_policies = policies

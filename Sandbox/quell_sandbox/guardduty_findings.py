"""GuardDuty findings, kept per member account and Region, and seen by the administrator through its own detector."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from moto.guardduty.models import guardduty_backends

from .call import Answer, Call, Refusal
from .registry import answers
from .state import STATE, iso_milliseconds

SAMPLE_TYPES = ("Backdoor:EC2/Spambot", "Trojan:EC2/DNSDataExfiltration", "UnauthorizedAccess:IAMUser/TorIPCaller")


def register(finding: dict[str, Any]) -> dict[str, Any]:
    """Stores a finding, in the form GuardDuty sends it as the detail of an event."""
    STATE.findings[(finding["accountId"], finding["region"])][finding["id"]] = finding
    return {"arn": finding["arn"]}


def new_finding(account: str, region: str, detector: str, kind: str, **members: Any) -> dict[str, Any]:
    """A whole finding; `members` replace its top-level members."""
    identifier, now = uuid4().hex, iso_milliseconds()
    finding = {
        "schemaVersion": "2.0",
        "accountId": account,
        "region": region,
        "partition": "aws",
        "id": identifier,
        "arn": f"arn:aws:guardduty:{region}:{account}:detector/{detector}/finding/{identifier}",
        "type": kind,
        "resource": {},
        "service": {},
        "severity": 8,
        "createdAt": now,
        "updatedAt": now,
        "title": kind,
        "description": kind,
        **members,
    }
    finding["service"] = {
        "serviceName": "guardduty",
        "detectorId": detector,
        "resourceRole": "ACTOR",
        "eventFirstSeen": now,
        "eventLastSeen": now,
        "archived": False,
        "count": 1,
        **finding["service"],
    }
    return finding


@answers("guardduty", "GetAdministratorAccount")
def get_administrator_account(call: Call) -> Answer:
    _check_detector(call)
    administrator = STATE.members.get(call.account)
    if administrator is None:
        return _answer({})
    return _answer(
        {
            "administrator": {
                "accountId": administrator,
                "invitationId": "",
                "relationshipStatus": "Enabled",
                "invitedAt": "2026-01-01T00:00:00.000Z",
            }
        }
    )


@answers("guardduty", "CreateSampleFindings")
def create_sample_findings(call: Call) -> Answer:
    detector = _check_detector(call)
    for kind in call.input.get("findingTypes") or SAMPLE_TYPES:
        service = {"additionalInfo": {"sample": True}}
        register(new_finding(*call.place, detector, kind, title=f"[SAMPLE] {kind}", service=service))
    return _answer({})


@answers("guardduty", "ListFindings")
def list_findings(call: Call) -> Answer:
    _check_detector(call)
    criteria = (call.input.get("findingCriteria") or {}).get("criterion") or {}
    found = [each["id"] for each in _visible(call).values() if _meets(each, criteria)]
    token = call.input.get("nextToken") or "0"
    if not token.isdigit():
        raise _bad_request("nextToken")
    first, size = int(token), int(call.input.get("maxResults") or 50)
    more = str(first + size) if first + size < len(found) else ""
    return _answer({"findingIds": found[first : first + size], "nextToken": more})


@answers("guardduty", "GetFindings")
def get_findings(call: Call) -> Answer:
    """Unknown ids are left out, without an error."""
    _check_detector(call)
    visible = _visible(call)
    return _answer({"findings": [visible[each] for each in _finding_ids(call) if each in visible]})


@answers("guardduty", "ArchiveFindings")
def archive_findings(call: Call) -> Answer:
    return _set_archived(call, True)


@answers("guardduty", "UnarchiveFindings")
def unarchive_findings(call: Call) -> Answer:
    return _set_archived(call, False)


def _set_archived(call: Call, archived: bool) -> Answer:
    _check_detector(call)
    identifiers = _finding_ids(call)
    if call.account in STATE.members:
        message = "The request is rejected because member accounts cannot archive findings; their administrator can."
        raise Refusal("BadRequestException", message)
    visible = _visible(call)
    for identifier in identifiers:
        if identifier in visible:
            visible[identifier]["service"]["archived"] = archived
            visible[identifier]["updatedAt"] = iso_milliseconds()
    return _answer({})


def _check_detector(call: Call) -> str:
    detector = call.path_parameters["DetectorId"]
    if detector not in guardduty_backends[call.account][call.region].detectors:
        message = "The request is rejected because the input detectorId is not owned by the current account."
        raise Refusal("BadRequestException", message)
    return detector


def _finding_ids(call: Call) -> list[str]:
    identifiers = call.input.get("findingIds")
    if not isinstance(identifiers, list) or not 1 <= len(identifiers) <= 50:
        raise _bad_request("findingIds")
    return identifiers


def _bad_request(name: str) -> Refusal:
    message = f"The request is rejected because the parameter {name} has an invalid value."
    return Refusal("BadRequestException", message)


def _visible(call: Call) -> dict[str, dict[str, Any]]:
    """The caller's findings in the Region, and those of its members."""
    accounts = [call.account, *(member for member, owner in STATE.members.items() if owner == call.account)]
    return {key: value for each in accounts for key, value in STATE.findings[(each, call.region)].items()}


def _meets(finding: dict[str, Any], criteria: dict[str, dict[str, Any]]) -> bool:
    for path, condition in criteria.items():
        value: Any = finding
        for name in path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if path in ("createdAt", "updatedAt"):
            # GuardDuty compares times as milliseconds since 1970.
            value = int(datetime.fromisoformat(str(value)).timestamp() * 1000)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        for operator, wanted in condition.items():
            match operator:
                case "eq" | "equals":
                    met = text in wanted
                case "neq" | "notEquals":
                    met = text not in wanted
                case "gt" | "greaterThan":
                    met = isinstance(value, (int, float)) and value > wanted
                case "gte" | "greaterThanOrEqual":
                    met = isinstance(value, (int, float)) and value >= wanted
                case "lt" | "lessThan":
                    met = isinstance(value, (int, float)) and value < wanted
                case "lte" | "lessThanOrEqual":
                    met = isinstance(value, (int, float)) and value <= wanted
                case _:
                    raise _bad_request("findingCriteria")
            if not met:
                return False
    return True


def _answer(value: dict[str, Any]) -> Answer:
    return Answer.of_json(value, "application/json")

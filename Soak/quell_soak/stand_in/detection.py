"""GuardDuty, with the home account as everybody's administrator, and AWS Config's results."""
import copy
from typing import Any

from .answers import Refusal
from .world import HOME, World, detector


def guard_duty(world: World, account: str, method: str, path: str, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The operation and its answer."""
    parts = path.strip("/").split("/")
    if parts == ["detector"]:
        return "ListDetectors", {"detectorIds": [detector(account)]}
    if parts[1] != detector(account):
        raise Refusal("BadRequestException", "The request is rejected because the input detectorId is not owned")
    match method, parts[2:]:
        case "GET", ["administrator"]:
            return "GetAdministratorAccount", (
                {} if account == HOME else {"administrator": {"accountId": HOME, "relationshipStatus": "Enabled"}}
            )
        case "POST", ["findings", "get"]:
            return "GetFindings", {"findings": [document(world, account, key) for key in body["findingIds"]]}
        case "POST", ["findings", "archive"]:
            for key in body["findingIds"]:
                document(world, account, key)
                world.archived.add(key)
            return "ArchiveFindings", {}
    raise Refusal("BadRequestException", f"The stand-in has no {method} {path}", 501)


def document(world: World, account: str, key: str) -> dict[str, Any]:
    found = world.findings.get(key)
    if found is None or account not in (HOME, found["accountId"]):
        raise Refusal("BadRequestException", "The request is rejected because a finding is not there")
    found = copy.deepcopy(found)
    found["service"]["archived"] = key in world.archived
    return found


def config(world: World, account: str, operation: str, body: dict[str, Any]) -> dict[str, Any]:
    if operation != "GetComplianceDetailsByResource":
        raise Refusal("ValidationException", f"The stand-in has no config:{operation}", 501)
    found = world.evaluations.get((account, body["ResourceId"]))
    return {"EvaluationResults": [found] if found else []}

"""Configuration items: what AWS Config records of a resource, read from the live resource."""

import hashlib
import json
from itertools import count
from typing import Any

from moto.config.models import config_backends

from .call import Call, Refusal
from .configuration_readers import READERS, Found
from .registry import answers
from .state import STATE, iso_milliseconds, utc_now

Item = dict[str, Any]
Place = tuple[str, str]
_states = count(1_700_000_000_000)


def recorder(place: Place) -> Any | None:
    """moto's recorder of the account and Region, when it is on."""
    recorders = config_backends[place[0]][place[1]].recorders.values()
    return next((each for each in recorders if each.status.recording), None)


def is_recorded(place: Place, resource_type: str) -> bool:
    on = recorder(place)
    if on is None:
        return False
    group = on.recording_group
    return bool(group.all_supported) or resource_type in (group.resource_types or [])


def record(place: Place, resource_type: str, resource: str, deleted: bool = False) -> Item:
    """The item of the resource as it is now, kept for the resource's history."""
    if resource_type not in READERS:
        raise Refusal("NotImplemented", f"The sandbox records {', '.join(READERS)}, not {resource_type}.", 501)
    history = STATE.configuration_items[place].setdefault((resource_type, resource), [])
    found = None if deleted else READERS[resource_type](place, resource)
    if found is None and not deleted:
        raise Refusal("ResourceNotDiscoveredException", f"There is no {resource_type} {resource} in {place}.", 404)
    item = _item(place, resource_type, resource, found, history[0] if history else None)
    history.insert(0, item)
    return item


def _item(place: Place, resource_type: str, resource: str, found: Found | None, before: Item | None) -> Item:
    account, region = place
    gone = found is None
    if gone:
        status, known = "ResourceDeleted", before or {}
        found = Found(known.get("resourceName"), known.get("ARN", ""), None, {})
    else:
        status = "OK" if before and before["configurationItemStatus"] != "ResourceDeleted" else "ResourceDiscovered"
    return {
        "relatedEvents": [],
        "relationships": found.relationships,
        "configuration": found.configuration,
        "supplementaryConfiguration": found.supplementary,
        "tags": found.tags,
        "configurationItemVersion": "1.3",
        "configurationItemCaptureTime": iso_milliseconds(),
        "configurationStateId": next(_states),
        "awsAccountId": account,
        "configurationItemStatus": status,
        "resourceType": resource_type,
        "resourceId": resource,
        "resourceName": found.name,
        "ARN": found.arn,
        "awsRegion": region,
        "availabilityZone": found.zone,
        "configurationStateMd5Hash": "",
        "resourceCreationTime": found.created,
    }


@answers("config", "GetResourceConfigHistory")
def get_resource_config_history(call: Call) -> dict[str, Any]:
    """The latest first. The API writes configurations as texts, and names some members otherwise than events do."""
    key = (call.required("resourceType"), call.required("resourceId"))
    history = STATE.configuration_items[call.place].get(key)
    if not history:
        message = f"Resource {key[1]} of resourceType:{key[0]} is unknown or has not been discovered"
        raise Refusal("ResourceNotDiscoveredException", message)
    chosen = history[:: -1 if call.input.get("chronologicalOrder") == "Forward" else 1]
    return {"configurationItems": [_of_api(item) for item in chosen[: call.input.get("limit") or 10]]}


def _of_api(item: Item) -> dict[str, Any]:
    same = ("relatedEvents", "tags", "configurationItemStatus", "resourceType", "resourceId", "resourceName")
    text = "" if item["configuration"] is None else json.dumps(item["configuration"])
    api = {name: item[name] for name in (*same, "awsRegion", "availabilityZone")}
    return api | {
        "version": item["configurationItemVersion"],
        "accountId": item["awsAccountId"],
        "configurationItemCaptureTime": utc_now().timestamp(),
        "configurationStateId": str(item["configurationStateId"]),
        "configurationItemMD5Hash": hashlib.md5(text.encode()).hexdigest(),
        "arn": item["ARN"],
        "relationships": [
            {"relationshipName" if name == "name" else name: value for name, value in each.items()}
            for each in item["relationships"]
        ],
        "configuration": text,
        "supplementaryConfiguration": {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in item["supplementaryConfiguration"].items()
        },
    }

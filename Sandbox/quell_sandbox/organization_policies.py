"""The organization's policies, as the control plane sets them: for all accounts but a management account."""

from typing import Any

from .call import Call, Refusal
from .policies import Layer, PolicyError
from .policies.layers import statements
from .state import STATE

OPERATORS = {"allowed-everything": False, "subject-to-policies": True}
MEMBERS = {"service-control", "resource-control", "management-account", "operators"}


def put(call: Call) -> dict[str, Any]:
    """Sets what the request names and takes away the rest, all of it or nothing."""
    given = call.input
    if unknown := set(given) - MEMBERS:
        raise Refusal("ValidationError", f"There is no member {', '.join(sorted(unknown))}.")
    operators = given.get("operators", "allowed-everything")
    if operators not in OPERATORS:
        raise Refusal("ValidationError", f"operators is one of {', '.join(OPERATORS)}.")
    service = _documents(Layer.SERVICE_CONTROL, given.get("service-control", []))
    resource = _documents(Layer.RESOURCE_CONTROL, given.get("resource-control", []))
    STATE.service_control, STATE.resource_control = service, resource
    STATE.management_account = given.get("management-account")
    STATE.operators_subject = OPERATORS[operators]
    return get(call)


def get(call: Call) -> dict[str, Any]:
    return {
        "service-control": STATE.service_control,
        "resource-control": STATE.resource_control,
        "management-account": STATE.management_account,
        "operators": next(name for name, subject in OPERATORS.items() if subject is STATE.operators_subject),
    }


def delete(call: Call) -> dict[str, Any]:
    """Back to an organization without policies, whose operators may do everything."""
    STATE.service_control, STATE.resource_control = [], []
    STATE.management_account, STATE.operators_subject = None, False
    return get(call)


def _documents(layer: Layer, documents: Any) -> list[dict]:
    if not isinstance(documents, list):
        raise Refusal("ValidationError", f"The {layer.value.replace('policy', 'policies')} are a list of documents.")
    try:
        statements(layer, documents)
    except PolicyError as error:
        raise Refusal("MalformedPolicyDocument", str(error)) from None
    return documents

"""Creating, updating and deleting the resources of a stack, and going back when one fails."""

import sys
import traceback
from typing import Any
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from ..call import Refusal
from ..state import utc_now
from . import plan, schemas
from .clients import Aws
from .intrinsics import Scope, resolve
from .resource_types import TYPES, Made, Task
from .stack import Resource, Stack

RETAINED = ("Retain", "RetainExceptOnCreate")


class Failed(Exception):
    """A resource could not be made, changed or removed."""


class Deployment:
    """One operation on one stack."""

    def __init__(self, stack: Stack, aws: Aws) -> None:
        self.stack, self.aws = stack, aws
        # Resources that newer ones have taken the place of: they go last, when everything else is as wanted.
        self.replaced: list[Resource] = []

    def deploy(self, template: dict[str, Any], names: Scope) -> None:
        """Brings the stack's resources to the template: makes, changes, then removes what is not wanted any more."""
        names.reference, names.attribute = self._reference, self._attribute
        wanted = plan.chosen(template, names)
        for logical_id, dependencies in plan.order(wanted, names).items():
            self._bring(logical_id, wanted[logical_id], dependencies, names)
        outputs = [_output(name, each, names) for name, each in (template.get("Outputs") or {}).items()]
        self.stack.outputs = [each for each in outputs if each]
        gone = [each for name, each in self.stack.resources.items() if name not in wanted]
        for resource in [*reversed(self.replaced), *_last_first(gone)]:
            self.remove(resource)
        self.replaced.clear()

    def _bring(self, logical_id: str, resource: dict[str, Any], dependencies: list[str], names: Scope) -> None:
        """Makes or changes one resource."""
        kind, before = resource["Type"], self.stack.resources.get(logical_id)
        verb = "CREATE" if before is None else "UPDATE"
        self._note(logical_id, kind, f"{verb}_IN_PROGRESS", before)
        task, replaced = None, None
        try:
            given = plan.properties(kind, resource, names)
            task = self._task(logical_id, given)
            if before is None or before.kind != kind or self._replaces(kind, before.properties, given):
                made, replaced = TYPES[kind].create(task), before
            elif before.properties != given:
                made = TYPES[kind].update(task, before.made, before.properties)
            else:
                made, verb = before.made, "" if before.status.endswith("COMPLETE") else verb
        except Exception as error:
            self._note(logical_id, kind, f"{verb}_FAILED", before, _reason(error))
            if task:
                self._clear_up(task, kind, before)
            raise Failed(f"The following resource(s) failed to {verb.lower()}: [{logical_id}]. ") from error
        if replaced:
            replaced.retained = resource.get("UpdateReplacePolicy", "Delete") in RETAINED
            self.replaced.append(replaced)
        retained = resource.get("DeletionPolicy", "Delete") in RETAINED
        now = Resource(logical_id, kind, given, made, dependencies, retained, f"{verb or 'UPDATE'}_COMPLETE")
        self.stack.resources.pop(logical_id, None)
        self.stack.resources[logical_id] = now
        self._note(logical_id, kind, now.status, now)

    def _clear_up(self, task: Task, kind: str, before: Resource | None) -> None:
        """Removes what a creation has begun, of which the stack does not know yet."""
        known = before.made.identifier if before else None
        for made in [each for each in task.begun if each.identifier != known]:
            try:
                TYPES[kind].delete(task, made)
            except Exception as error:
                self._note(task.logical_id, kind, "DELETE_FAILED", None, _reason(error))

    def _replaces(self, kind: str, before: dict[str, Any], given: dict[str, Any]) -> bool:
        return any(before.get(name) != given.get(name) for name in schemas.replacing(kind))

    def restore(self) -> None:
        """Resources that were replaced take their places again: they have not been removed yet. The newer ones go."""
        for old in reversed(self.replaced):
            newer = self.stack.resources.pop(old.logical_id)
            self.stack.resources[old.logical_id] = old
            self.replaced[self.replaced.index(old)] = newer

    def remove_all(self, retained: set[str] = frozenset()) -> None:
        for resource in _last_first(list(self.stack.resources.values())):
            resource.retained = resource.retained or resource.logical_id in retained
            self.remove(resource)

    def remove(self, resource: Resource) -> None:
        """A resource that AWS says is gone already is gone."""
        current = self.stack.resources.get(resource.logical_id) is resource
        if resource.retained:
            self._note(resource.logical_id, resource.kind, "DELETE_SKIPPED", resource)
        else:
            self._note(resource.logical_id, resource.kind, "DELETE_IN_PROGRESS", resource)
            try:
                TYPES[resource.kind].delete(self._task(resource.logical_id, resource.properties), resource.made)
            except Exception as error:
                if not _is_gone(error):
                    resource.status, resource.reason = "DELETE_FAILED", _reason(error)
                    self._note(resource.logical_id, resource.kind, "DELETE_FAILED", resource, resource.reason)
                    message = f"The following resource(s) failed to delete: [{resource.logical_id}]. "
                    raise Failed(message) from error
            self._note(resource.logical_id, resource.kind, "DELETE_COMPLETE", resource)
        if current:
            del self.stack.resources[resource.logical_id]

    def _task(self, logical_id: str, properties: dict[str, Any]) -> Task:
        name = f"{self.stack.name}-{logical_id}-{uuid4().hex[:12].upper()}"
        return Task(self.aws, properties, name, self.stack.identifier, logical_id)

    def _note(
        self, logical_id: str, kind: str, status: str, resource: Resource | None, reason: str | None = None
    ) -> None:
        identifier = resource.made.identifier if resource else ""
        if resource:
            resource.changed = utc_now()
        self.stack.note(logical_id, kind, status, identifier, reason)

    def _made(self, name: str) -> Made:
        if name not in self.stack.resources:
            raise Refusal("ValidationError", f"Unresolved resource dependencies [{name}] in the template")
        return self.stack.resources[name].made

    def _reference(self, name: str) -> str:
        return self._made(name).identifier

    def _attribute(self, name: str, attribute: str) -> Any:
        attributes = self._made(name).attributes
        if attribute not in attributes:
            raise Refusal("ValidationError", f"Resource {name} has no attribute {attribute}: {sorted(attributes)}")
        return attributes[attribute]


def _last_first(resources: list[Resource]) -> list[Resource]:
    """Each before those it depends on, whatever the order in which updates made them."""
    ordered: list[Resource] = []
    known = {each.logical_id: each for each in resources}

    def place(resource: Resource, path: frozenset[str]) -> None:
        for name in resource.dependencies:
            if name in known and name not in path:
                place(known[name], path | {name})
        if resource not in ordered:
            ordered.append(resource)

    for resource in resources:
        place(resource, frozenset({resource.logical_id}))
    return ordered[::-1]


def _output(name: str, output: dict[str, Any], names: Scope) -> dict[str, str] | None:
    if "Condition" in output and not names.holds(output["Condition"]):
        return None
    value = resolve(output["Value"], names)
    if not isinstance(value, (str, int, float)):
        raise Failed(f"Template format error: The Value of output {name} must be a text.")
    made = {"OutputKey": name, "OutputValue": str(value)}
    if "Description" in output:
        made["Description"] = output["Description"]
    if "Export" in output:
        made["ExportName"] = resolve(output["Export"]["Name"], names)
    return made


def _reason(error: Exception) -> str:
    if isinstance(error, ClientError):
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
        return f"{message} (Operation: {error.operation_name}; Status Code: {status}; Error Code: {code})"
    if isinstance(error, Refusal):
        return error.message
    if not isinstance(error, (BotoCoreError, Failed)):
        traceback.print_exc(file=sys.stderr)
    return f"{type(error).__name__}: {error}"


def _is_gone(error: Exception) -> bool:
    if not isinstance(error, ClientError):
        return False
    code = error.response["Error"]["Code"]
    gone = ("NoSuchEntity", "NoSuchBucket", "ResourceNotFound", "ResourceNotFoundException", "NotFoundException")
    return code in gone or "NonExistentQueue" in code or code.startswith("NoSuch") or code == "QueueDoesNotExist"

"""What a type of resource is to the engine: how to make, change and remove one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .clients import Aws

Properties = dict[str, Any]


@dataclass
class Made:
    """A resource that exists: what Ref yields, and what Fn::GetAtt yields."""

    identifier: str
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """One resource to act on. `name` is what CloudFormation calls a resource that is not given a name."""

    aws: Aws
    properties: Properties
    name: str
    stack_id: str
    logical_id: str
    # What `create` has begun: the engine removes it when the rest of it fails.
    begun: list[Made] = field(default_factory=list)

    def client(self, service: str) -> Any:
        return self.aws.client(service)

    def begin(self, made: Made) -> Made:
        """From now on there is something to remove."""
        self.begun.append(made)
        return made

    def given(self, *names: str) -> Properties:
        """Those of the properties that are there."""
        return {name: self.properties[name] for name in names if name in self.properties}

    def tags(self, key: str = "Key", value: str = "Value") -> list[dict[str, str]]:
        """The resource's tags, given as a list or as a map, under the names its service uses."""
        own = self.properties.get("Tags") or []
        pairs = own.items() if isinstance(own, dict) else [(each["Key"], each["Value"]) for each in own]
        return [{key: name, value: text} for name, text in pairs]

    def tag_map(self) -> dict[str, str]:
        return {each["Key"]: each["Value"] for each in self.tags()}


class ResourceType:
    """`properties` are the ones the type honours: others fail the stack, though AWS knows them."""

    properties: frozenset[str] = frozenset()

    def create(self, task: Task) -> Made:
        raise NotImplementedError

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        raise NotImplementedError

    def delete(self, task: Task, made: Made) -> None:
        raise NotImplementedError


TYPES: dict[str, ResourceType] = {}


def provides(kind: str, *properties: str) -> Callable[[type[ResourceType]], type[ResourceType]]:
    """The decorated class makes resources of the type, with these properties."""

    def register(made: type[ResourceType]) -> type[ResourceType]:
        handler = made()
        handler.properties = frozenset(properties)
        TYPES[kind] = handler
        return made

    return register

"""Every change that reached the stand-in, and whether the journal had foreseen it when it came."""
import dataclasses
import time


@dataclasses.dataclass(frozen=True)
class Change:
    """One call that changes something, before it has its effect."""

    operation: str
    account: str
    session: str
    execution: str
    values: tuple[str, ...]
    at: float = dataclasses.field(default_factory=time.time)

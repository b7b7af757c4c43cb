"""What a part of the soak is given, and what it answers: rows of the table."""
import dataclasses
import json
import pathlib
import sys
import time
from collections.abc import Callable
from typing import Any

KEPT, BROKEN, NOT_RUN, SMALLER = "kept", "broken", "not run", "not at full size"


@dataclasses.dataclass(frozen=True)
class Row:
    """One promise, what was asked of it, what was measured, and whether it held."""

    promise: str
    target: str
    figure: str
    verdict: str

    @classmethod
    def judged(cls, promise: str, target: str, figure: str, is_kept: bool) -> "Row":
        return cls(promise, target, figure, KEPT if is_kept else BROKEN)


    @classmethod
    def sized(cls, promise: str, full: int, done: int, of_what: str) -> "Row":
        """How much was done of what full size asks."""
        return cls(promise, f"{full:,}", f"{done:,} {of_what}", KEPT if done >= full else SMALLER)


class State:
    """What is done, in a file; what stands there is not done again."""

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path
        self.done: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}

    def once(self, key: str, work: Callable[[], Any]) -> Any:
        if key not in self.done:
            self.put(key, work())
        return self.done[key]

    def put(self, key: str, value: Any) -> None:
        self.done[key] = value
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(self.done, indent=1))
        new.replace(self.path)


@dataclasses.dataclass
class Context:
    """The command, where to work, and how much."""

    binary: str
    folder: pathlib.Path
    state: State
    scale: float
    seed: int
    command: str = ""
    started: float = dataclasses.field(default_factory=time.monotonic)

    def sized(self, full: int, least: int = 1) -> int:
        return max(least, round(full * self.scale))

    def say(self, text: str) -> None:
        print(f"[{time.monotonic() - self.started:7.0f} s] {text}", file=sys.stderr, flush=True)


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of the soak: its name on the command line, its title in the report, and what runs it."""

    name: str
    title: str
    run: Callable[[Context], list[Row]]

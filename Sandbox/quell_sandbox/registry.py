"""What the sandbox does itself instead of moto (`ANSWERS`), and what it refuses before moto acts (`CHECKS`)."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from .call import Call

ANSWERS: dict[tuple[str, str], Callable[[Call], Any]] = {}
CHECKS: dict[tuple[str, str], list[Callable[[Call], None]]] = defaultdict(list)
# Answers that wait for someone outside, and so must not keep other calls from their turn; a long poll waits for messages.
SLOW: set[tuple[str, str]] = {("sqs", "ReceiveMessage")}


def answers(service: str, operation: str, slow: bool = False) -> Callable:
    """The decorated function answers the operation: with a JSON value, or with an `Answer`."""

    def register(function: Callable[[Call], Any]) -> Callable[[Call], Any]:
        ANSWERS[(service, operation)] = function
        if slow:
            SLOW.add((service, operation))
        return function

    return register


def checks(service: str, *operations: str) -> Callable:
    """The decorated function may raise a `Refusal` before moto sees the call."""

    def register(function: Callable[[Call], None]) -> Callable[[Call], None]:
        for operation in operations:
            CHECKS[(service, operation)].append(function)
        return function

    return register

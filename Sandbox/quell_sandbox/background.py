"""Work that goes on after the answer: runbooks and event deliveries, on threads that never keep the process."""

import threading
import time
from collections.abc import Callable

_running: set[threading.Thread] = set()
_lock = threading.Lock()


def start(work: Callable[[], None]) -> None:
    def run() -> None:
        try:
            work()
        finally:
            with _lock:
                _running.discard(threading.current_thread())

    thread = threading.Thread(target=run, daemon=True)
    # Started under the lock: nobody can wait for a thread that has not begun.
    with _lock:
        _running.add(thread)
        thread.start()


def idle() -> bool:
    with _lock:
        return not _running


def drain(seconds: float) -> bool:
    """Waits until nothing runs any more; false when that took too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with _lock:
            waiting = list(_running)
        if not waiting:
            return True
        waiting[0].join(max(0.0, deadline - time.monotonic()))
    return False

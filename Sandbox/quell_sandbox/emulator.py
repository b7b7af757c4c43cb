"""One process of AWS's runtime interface emulator, with one function in it: it takes one invocation at a time."""

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from .address import ADDRESS

BINARY = Path(__file__).resolve().parents[2] / ".rie" / "aws-lambda-rie"
INVOCATIONS = "/2015-03-31/functions/function/invocations"
START_TIMEOUT = 10
# Nothing of the machine's own environment reaches a function but where programs are.
INHERITED = ("PATH", "LD_LIBRARY_PATH")


class EmulatorFailed(Exception):
    """The emulator did not start, or cannot be reached any more."""


class NotReached(EmulatorFailed):
    """The emulator is gone and has seen nothing of the invocation: it can be made elsewhere."""


class Emulator:
    """Starts at once. Its output goes line by line to `log`."""

    def __init__(
        self, code: Path, handler: str, environment: dict[str, str], timeout: float, log: Callable[[str], None]
    ) -> None:
        if not BINARY.is_file():
            raise EmulatorFailed(f"{BINARY} is not there. Run: python Sandbox/fetch-rie.py")
        self.timeout, self._log = timeout, log
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        ports = _free_ports(2)
        self._url = f"http://{ADDRESS}:{ports[0]}{INVOCATIONS}"
        command = [str(BINARY), "--runtime-interface-emulator-address", f"{ADDRESS}:{ports[0]}"]
        command += ["--runtime-api-address", f"{ADDRESS}:{ports[1]}", str(code / "bootstrap"), handler]
        self._process = subprocess.Popen(
            command,
            cwd=code,
            env={**inherited, "LAMBDA_TASK_ROOT": str(code), "LANG": "en_US.UTF-8", "TZ": ":UTC", **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        self._wait(ports[0])

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def invoke(self, body: bytes) -> tuple[int, bytes]:
        """Status and answer. The emulator itself ends an invocation at the function's timeout."""
        request = urllib.request.Request(self._url, data=body, method="POST")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=self.timeout + 15) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError as error:
            if isinstance(getattr(error, "reason", error), ConnectionRefusedError):
                raise NotReached(f"{error}") from error
            raise EmulatorFailed(f"{type(error).__name__}: {error}") from error

    def stop(self) -> None:
        """Ends the emulator and all that it started: they are the processes of its session."""
        members = _members(self._process.pid)
        for process in members:
            _signal(process, signal.SIGTERM)
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            pass
        for process in {*members, *_members(self._process.pid)}:
            _signal(process, signal.SIGKILL)
        self._process.wait()

    def _read(self) -> None:
        """The emulator's own lines, about its phases, are not the function's."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            text = line.decode("utf-8", "replace").rstrip("\n")
            if " (rapid) " not in text[:60]:
                self._log(text)

    def _wait(self, port: int) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline and self.alive:
            with socket.socket() as probe:
                if probe.connect_ex((ADDRESS, port)) == 0:
                    return
            time.sleep(0.02)
        self.stop()
        raise EmulatorFailed("The emulator did not start.")


def _free_ports(count: int) -> list[int]:
    """Held together, so that they differ."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind((ADDRESS, 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def _members(session: int) -> set[int]:
    """The processes of a session. The runtime makes process groups of its own, but stays in the session."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == session:
                    found.add(int(entry.name))
            except (ProcessLookupError, PermissionError):
                continue
    return found


def _signal(process: int, number: signal.Signals) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        pass

"""Functions made by CreateFunction, run by the emulator: as many processes each as invocations at a time."""

import atexit
import io
import shutil
import tempfile
import threading
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from moto.awslambda.models import lambda_backends

from .address import endpoint
from .call import Refusal
from .emulator import Emulator, EmulatorFailed, NotReached
from .function_logs import log_of
from .service_sessions import ServiceSession, service_session
from .state import TURN, utc_now

SERVICE = "lambda.amazonaws.com"
# AWS gives a thousand; more than this at a time would help nobody on one machine.
MOST = 10
RENEWAL = timedelta(minutes=5)
WAIT = 60


def find(arn: str) -> Any | None:
    """moto's function, by its ARN with or without a qualifier."""
    region, account, name = arn.split(":")[3], arn.split(":")[4], arn.split(":")[6]
    for function in lambda_backends[account][region].list_functions():
        if function.function_name == name:
            return function
    return None


def revision(function: Any) -> tuple:
    """Whatever of it a running process has been started with."""
    variables = tuple(sorted(function.environment_vars.items()))
    limits = (function.timeout, function.memory_size, function.handler, function.role)
    return (function.code_sha_256, variables, *limits, id(function))


class Slot:
    """One emulator, the unpacked code it runs, and the credentials it was started with."""

    def __init__(self, function: Any) -> None:
        self.revision, self.folder = revision(function), Path(tempfile.mkdtemp(prefix="quell-function-"))
        self.session: ServiceSession | None = None
        try:
            self.session = service_session(function.role, SERVICE, function.function_name, {})
            _unpack(function.code_bytes, self.folder)
            environment = {**function.environment_vars, **_reserved(function, self.session)}
            log, handler = log_of(function), function.handler or "bootstrap"
            self.emulator = Emulator(self.folder, handler, environment, float(function.timeout), log)
        except BaseException:
            self._forget()
            raise

    def fits(self, function: Any) -> bool:
        current = self.session is not None and self.session.expires - utc_now() > RENEWAL
        return current and self.emulator.alive and self.revision == revision(function)

    def stop(self) -> None:
        self.emulator.stop()
        self._forget()

    def _forget(self) -> None:
        if self.session:
            self.session.forget()
        shutil.rmtree(self.folder, ignore_errors=True)


class Pool:
    """The slots of one function."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._idle: list[Slot] = []
        self._busy: set[Slot] = set()
        self._starting = 0
        self.stopped = False

    def invoke(self, function: Any, body: bytes) -> tuple[int, bytes]:
        """A process that died while it was idle is not the invocation's fault."""
        try:
            return self._invoke(function, body)
        except NotReached:
            return self._invoke(function, body)

    def _invoke(self, function: Any, body: bytes) -> tuple[int, bytes]:
        slot = self._take(function)
        broken = True
        try:
            status, answer = slot.emulator.invoke(body)
            broken = False
            return status, answer
        finally:
            with self._free:
                self._busy.discard(slot)
                if broken or self.stopped:
                    slot.stop()
                else:
                    self._idle.append(slot)
                self._free.notify()

    def _take(self, function: Any) -> Slot:
        reserved = function.reserved_concurrency
        most = MOST if reserved is None else min(MOST, int(reserved))
        if most == 0:
            raise Refusal("TooManyRequestsException", "Rate Exceeded.", 429)
        with self._free:
            if not self._free.wait_for(lambda: self._idle or self._count() < most or self.stopped, WAIT):
                raise Refusal("TooManyRequestsException", "Rate Exceeded.", 429)
            if self.stopped:
                raise EmulatorFailed("The function has been deleted.")
            while self._idle:
                slot = self._idle.pop()
                if slot.fits(function):
                    self._busy.add(slot)
                    return slot
                slot.stop()
            self._starting += 1
        try:
            slot = Slot(function)
        except BaseException:
            with self._free:
                self._starting -= 1
                self._free.notify()
            raise
        with self._free:
            self._starting -= 1
            self._busy.add(slot)
        return slot

    def _count(self) -> int:
        return len(self._idle) + len(self._busy) + self._starting

    def stop(self) -> None:
        with self._free:
            self.stopped = True
            slots, self._idle = [*self._idle, *self._busy], []
            self._free.notify_all()
        for slot in slots:
            slot.stop()


_pools: dict[str, Pool] = {}


def invoke(function: Any, body: bytes) -> tuple[int, bytes]:
    with TURN:
        pool = _pools.setdefault(function.function_arn, Pool())
    return pool.invoke(function, body)


def stop(arn: str) -> None:
    with TURN:
        pool = _pools.pop(arn, None)
    if pool:
        pool.stop()


def stop_all() -> None:
    for arn in list(_pools):
        stop(arn)


atexit.register(stop_all)


def _unpack(code: bytes, folder: Path) -> None:
    """Keeps the permissions the archive has; a custom runtime must have an executable `bootstrap`."""
    with zipfile.ZipFile(io.BytesIO(code)) as archive:
        for entry in archive.infolist():
            path = Path(archive.extract(entry, folder))
            if path.is_file() and (mode := entry.external_attr >> 16 & 0o777):
                path.chmod(mode)
    bootstrap = folder / "bootstrap"
    if not bootstrap.is_file() or not bootstrap.stat().st_mode & 0o100:
        raise EmulatorFailed("Runtime.InvalidEntrypoint: the archive has no executable file bootstrap.")


def _reserved(function: Any, session: ServiceSession) -> dict[str, str]:
    """The variables Lambda itself sets. The endpoint is the sandbox's: the one thing that differs from AWS."""
    return {
        "AWS_ACCESS_KEY_ID": session.access_key_id,
        "AWS_SECRET_ACCESS_KEY": session.secret,
        "AWS_SESSION_TOKEN": session.token,
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(function.timeout),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
        "AWS_ENDPOINT_URL": endpoint(),
    }

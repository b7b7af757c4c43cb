"""`quell serve` as a test sees it: its address, its log, and requests that are signed."""
import hashlib
import hmac
import json
import pathlib
import signal
import sqlite3
import subprocess
import threading
import time
import urllib.error
import urllib.request

from conftest import PLAYBOOK, Quell

SECRET = "0123456789abcdef0123456789abcdef"


def wait_until(is_so, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError(f"it took more than {seconds} seconds")


class Service:
    """A running service; leaving the block ends it in order and demands that it does."""

    def __init__(self, quell: Quell, *more: object, playbook: object = PLAYBOOK) -> None:
        secret = quell.write("secret", SECRET)
        secret.chmod(0o600)
        self.quell, self.log = quell, []
        self.process: subprocess.Popen = quell.start(
            "serve", "--playbook", playbook, "--topic", quell.sandbox.topic, "--listen", "127.0.0.1:0",
            "--secret-file", secret, *more,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self) -> "Service":
        wait_until(lambda: self.lines("listening") or self.process.poll() is not None)
        assert self.lines("listening"), self.process.stderr.read()
        return self

    def __exit__(self, kind, *_) -> None:
        if self.process.poll() is not None:
            return
        if kind:
            self.process.kill()
            self.process.wait()
        else:
            assert self.stop() == 0, self.log

    def _read(self) -> None:
        for line in self.process.stdout:
            self.log.append(json.loads(line))

    def lines(self, message: str) -> list[dict]:
        return [line for line in self.log if line["message"] == message]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def ask(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
        port = self.lines("listening")[-1]["port"]
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def post(self, body: object, secret: str = SECRET, at: float | None = None, kind: str = "application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        stamp = str(int(time.time() if at is None else at))
        code = hmac.new(secret.encode(), stamp.encode() + b"." + data, hashlib.sha256).hexdigest()
        return self.ask(
            "/events", data, {"X-Quell-Timestamp": stamp, "X-Quell-Signature": f"v1={code}", "Content-Type": kind}
        )

    def metric(self, sample: str) -> float:
        status, text = self.ask("/metrics")
        assert status == 200
        [value] = [line.rpartition(" ")[2] for line in text.splitlines() if line.startswith(sample + " ")]
        return float(value)


def make_due(quell: Quell) -> None:
    """Lets no time pass until what is put back is tried again."""
    with sqlite3.connect(quell.folder / "quell-inbox.sqlite", timeout=10) as inbox:
        inbox.execute("UPDATE events SET due = 0 WHERE state = 1")


def outcomes(quell: Quell) -> list[str]:
    if not pathlib.Path(quell.folder / "quell-journal.sqlite").exists():
        return []
    return [entry["outcome"] for entry in quell.json("journal", "list")]

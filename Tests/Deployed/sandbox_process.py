"""A sandbox in a process of its own, and its control plane."""
import json
import os
import pathlib
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = ROOT / ".build" / "lambda" / "quell-lambda.zip"
QUELL = os.environ.get("QUELL", str(ROOT / ".build" / "debug" / "quell"))


def ask(endpoint, method, name, body=None):
    """The control plane of a sandbox."""
    request = urllib.request.Request(
        f"{endpoint}/_sandbox/{name}", method=method, data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise AssertionError(error.read().decode()) from error


def sandbox_environment():
    return {**os.environ, "PYTHONPATH": str(ROOT / "Sandbox")}

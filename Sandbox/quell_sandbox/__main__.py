"""Runs the sandbox: `python -m quell_sandbox --port 0`."""

import argparse
import json
import os
import shlex
import signal
import sys
from pathlib import Path
from typing import Any

# Nothing of the person who starts it may leak in: moto's own boto3 clients want some credentials to be there,
# but no profile, no endpoint, and no proxy between this process and its own address.
os.environ.update(AWS_ACCESS_KEY_ID="sandbox", AWS_SECRET_ACCESS_KEY="sandbox", NO_PROXY="127.0.0.1,localhost")
os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_EC2_METADATA_DISABLED="true")
for name in (
    "AWS_ENDPOINT_URL",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "MOTO_ACCOUNT_ID",
    "no_proxy",
):
    os.environ.pop(name, None)


def main() -> int:
    parser = argparse.ArgumentParser(prog="quell_sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes any free port")
    parser.add_argument("--state", type=Path, metavar="FILE", help="also write the JSON line here while it runs")
    bare_help = "accounts, detectors and operators only: stacks bring the rest"
    parser.add_argument("--bare", action="store_true", help=bare_help)
    parser.add_argument("--export", action="store_true", help="print shell export lines instead of JSON")
    arguments = parser.parse_args()

    from . import function_pools, installation, organization, server

    installation.install()
    organization.start_afresh(arguments.bare)
    try:
        listener = server.make(arguments.port)
    except SystemExit:
        print(f"Port {arguments.port} is in use. Choose another one, or 0 for any free port.", file=sys.stderr)
        return 1
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    ready = organization.description(f"http://{server.ADDRESS}:{listener.server_port}")
    try:
        if arguments.state:
            _write_private(arguments.state, json.dumps(ready) + "\n")
        print(_exports(ready) if arguments.export else json.dumps(ready), flush=True)
        listener.serve_forever()
    except SystemExit:
        return 0
    finally:
        function_pools.stop_all()
        listener.server_close()
        if arguments.state:
            arguments.state.unlink(missing_ok=True)
    return 0


def _stop(number: int, frame: Any) -> None:
    raise SystemExit(0)


def _write_private(path: Path, text: str) -> None:
    """Readable by its owner only: it holds the responder's keys."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def _exports(ready: dict[str, Any]) -> str:
    variables = dict(ready["environment"])
    if "topic" in ready:
        variables["QUELL_SANDBOX_TOPIC"] = ready["topic"]
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())


if __name__ == "__main__":
    sys.exit(main())

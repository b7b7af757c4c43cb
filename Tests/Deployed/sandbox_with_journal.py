"""The sandbox with what the function's stack brings: the engine may use a journal's table, which the operator makes.

Prints one JSON line as the sandbox does, with the operator's keys in it.
"""
import json
import signal
import sys

from quell_sandbox import __main__  # noqa: F401  It clears the environment before moto is imported.
from quell_sandbox import installation, organization, server
from quell_sandbox.principals import SECURITY_ACCOUNT

# AWS asks for the permission of each part of a transaction; the sandbox asks for the operation's own name.
JOURNAL_ACTIONS = [
    "dynamodb:TransactWriteItems", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem",
]


def stop(number, frame):
    raise SystemExit(0)


def main():
    organization.RESPONDER_ACTIONS = [*organization.RESPONDER_ACTIONS, *JOURNAL_ACTIONS]
    installation.install()
    organization.start_afresh()
    listener = server.make(0)
    signal.signal(signal.SIGTERM, stop)
    ready = organization.description(f"http://{server.ADDRESS}:{listener.server_port}")
    ready["operator"] = organization.operator_keys(SECURITY_ACCOUNT)
    print(json.dumps(ready), flush=True)
    try:
        listener.serve_forever()
    finally:
        listener.server_close()


if __name__ == "__main__":
    sys.exit(main())

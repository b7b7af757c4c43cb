#!/usr/bin/env python3
"""Runs the tests of the journal on DynamoDB against a sandbox of their own, and fails when they were skipped."""

import os
import re
import subprocess
import sys
import threading

# moto's own clients want some credentials, and nothing of the person who runs this.
os.environ.update(AWS_ACCESS_KEY_ID="sandbox", AWS_SECRET_ACCESS_KEY="sandbox", NO_PROXY="127.0.0.1,localhost")
for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
    os.environ.pop(name, None)

from quell_sandbox import installation, organization, server  # noqa: E402
from quell_sandbox.principals import SECURITY_ACCOUNT  # noqa: E402

COMMAND = ["swift", "test", "--filter", "DynamoDBStoreTests"]


def main() -> int:
    installation.install()
    organization.start_afresh()
    listener = server.make(0)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    environment = {
        **os.environ,
        **organization.operator_keys(SECURITY_ACCOUNT),
        "QUELL_TEST_ENDPOINT": f"http://{server.ADDRESS}:{listener.server_port}",
    }
    done = subprocess.run([*COMMAND, *sys.argv[1:]], env=environment, stdout=subprocess.PIPE, text=True)
    listener.shutdown()
    print("\n".join(line for line in done.stdout.splitlines() if re.search(r"✘|Test run|error:|skipped", line)))
    if done.returncode == 0 and "Suite DynamoDBJournalTests passed" not in done.stdout:
        print("The suite DynamoDBJournalTests did not run.", file=sys.stderr)
        return 1
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())

"""Runs the tests of the journal on DynamoDB against moto's DynamoDB on a free loopback port.

Fails when they were skipped: without a table they would say nothing.
"""

import os
import subprocess
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.server import ThreadedMotoServer

# A transaction that fails puts moto's table back as it was before, and with it takes away what others have written meanwhile.
# DynamoDB's transactions are isolated from each other: so one request is answered at a time.
turn = threading.Lock()
answer = DomainDispatcherApplication.__call__


def answer_in_turn(application, environ, start_response):
    with turn:
        return answer(application, environ, start_response)


DomainDispatcherApplication.__call__ = answer_in_turn
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
_, port = server.get_host_and_port()
environment = {
    **os.environ,
    "QUELL_TEST_ENDPOINT": f"http://127.0.0.1:{port}",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "NO_PROXY": "127.0.0.1",
}
command = ["swift", "test", "--filter", "DynamoDBStoreTests", *sys.argv[1:]]
done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
server.stop()
print(done.stdout)
if done.returncode == 0 and "Suite DynamoDBJournalTests passed" not in done.stdout:
    sys.exit("The tests that need a table did not run.")
sys.exit(done.returncode)

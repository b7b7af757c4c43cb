"""An AWS that costs almost no time: it replays what the sandbox answered, and keeps a DynamoDB table in memory.

The first response is recorded by passing each call on to the sandbox. Later ones get the same answers in the same order, so they
must be to the same event with a journal that is empty again: `rewind()` sees to that. A call that was not recorded is an error.
"""
import asyncio
import collections
import http.client
import json
import re
import threading
import time

ACTION = re.compile(rb"(?:^|&)Action=(\w+)")
TARGET = re.compile(rb"x-amz-target:\s*([\w.]+)", re.I)
LENGTH = re.compile(rb"content-length:\s*(\d+)", re.I)


class StandIn:
    def __init__(self, sandbox):
        self.sandbox = sandbox.removeprefix("http://")
        self.recorded = collections.defaultdict(list)
        self.is_recording = True
        self.rewind()
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait()
        self.endpoint = f"http://127.0.0.1:{self.port}"

    def rewind(self):
        self.items, self.played, self.seconds, self.calls = {}, collections.Counter(), 0.0, 0

    def _run(self, ready):
        asyncio.run(self._serve(ready))

    async def _serve(self, ready):
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    def answer(self, head, body):
        start = time.perf_counter()
        self.calls += 1
        target = TARGET.search(head)
        if target and target[1].startswith(b"DynamoDB"):
            status, kind, text = self._table(target[1].split(b".")[1], json.loads(body))
        else:
            method, path = head.split(b" ", 2)[:2]
            action = ACTION.search(body)
            key = action[1] if action else target[1] if target else method + b" " + path
            status, kind, text = self._replay(key, method, path, head, body)
        self.seconds += time.perf_counter() - start
        return b"HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (status, kind, len(text)) + text

    def _replay(self, key, method, path, head, body):
        if self.is_recording:
            self.recorded[key].append(self._pass_on(method, path, head, body))
        index = self.played[key]
        self.played[key] += 1
        if index >= len(self.recorded[key]):
            return 501, b"text/plain", b"Not recorded: " + key
        return self.recorded[key][index]

    def _pass_on(self, method, path, head, body):
        lines = [line.split(b": ", 1) for line in head.split(b"\r\n")[1:] if line]
        connection = http.client.HTTPConnection(self.sandbox)
        connection.request(
            method.decode(), path.decode(), body or None, {name.decode(): value.decode() for name, value in lines}
        )
        answer = connection.getresponse()
        found = answer.status, answer.headers["Content-Type"].encode(), answer.read()
        connection.close()
        return found

    def _table(self, operation, body):
        """What a journal's table does, without its conditions: there is one writer."""
        match operation:
            case b"TransactWriteItems":
                for part in body["TransactItems"]:
                    if "Put" in part:
                        self._put(part["Put"]["Item"])
                    elif "Update" in part:
                        self._update(part["Update"])
                answer = {}
            case b"PutItem":
                self._put(body["Item"])
                answer = {}
            case b"UpdateItem":
                self._update(body)
                answer = {}
            case b"GetItem":
                item = self.items.get(self._key(body["Key"]))
                answer = {"Item": item} if item else {}
            case b"Query":
                wanted = next(iter(value["S"] for value in body["ExpressionAttributeValues"].values() if "S" in value))
                backward = not body.get("ScanIndexForward", True)
                keyed = sorted(self.items.items(), key=lambda each: each[0], reverse=backward)
                found = [item for (pk, _), item in keyed if pk == wanted][: body.get("Limit")]
                answer = {"Items": found, "Count": len(found)}
            case _:
                return 501, b"text/plain", b"Not known: " + operation
        return 200, b"application/x-amz-json-1.0", json.dumps(answer).encode()

    @staticmethod
    def _key(item):
        return item["pk"]["S"], int(item["sk"]["N"])

    def _put(self, item):
        self.items[self._key(item)] = item

    def _update(self, update):
        """SET name = :value, with names written as they are or as #placeholders."""
        item = self.items.setdefault(self._key(update["Key"]), dict(update["Key"]))
        names = update.get("ExpressionAttributeNames", {})
        for name, value in re.findall(r"([#\w]+) = (:\w+)", update["UpdateExpression"]):
            item[names.get(name, name)] = update["ExpressionAttributeValues"][value]


class _Connection(asyncio.Protocol):
    def __init__(self, stand_in):
        self.stand_in, self.bytes = stand_in, b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.bytes += data
        while (end := self.bytes.find(b"\r\n\r\n")) >= 0:
            head = self.bytes[: end + 2]
            length = LENGTH.search(head)
            stop = end + 4 + (int(length[1]) if length else 0)
            if len(self.bytes) < stop:
                return
            body, self.bytes = self.bytes[end + 4 : stop], self.bytes[stop:]
            self.transport.write(self.stand_in.answer(head, body))

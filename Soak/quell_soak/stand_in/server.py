"""HTTP for the stand-in: one thread, kept connections, 127.0.0.1 only."""
import asyncio
import re
import threading
import traceback

from .request import Request
from .service import Service

LENGTH = re.compile(rb"content-length:\s*(\d+)", re.I)


class Server:
    """Listens from its making until `stop`. Everything the service does happens in one thread."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.failures: list[str] = []
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        ready.wait()
        self.endpoint = f"http://127.0.0.1:{self.port}"

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._end.wait()
        server.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def answer(self, head: bytes, body: bytes) -> bytes:
        try:
            status, kind, text = self.service.answer(Request.parse(head, body))
        except Exception:
            self.failures.append(traceback.format_exc())
            status, kind, text = 501, "text/plain", b"The stand-in failed"
        return f"HTTP/1.1 {status} Soak\r\nContent-Type: {kind}\r\nContent-Length: {len(text)}\r\n\r\n".encode() + text


class _Connection(asyncio.Protocol):
    def __init__(self, server: Server) -> None:
        self.server, self.bytes = server, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.bytes += data
        while (end := self.bytes.find(b"\r\n\r\n")) >= 0:
            head = self.bytes[: end + 2]
            length = LENGTH.search(head)
            stop = end + 4 + (int(length[1]) if length else 0)
            if len(self.bytes) < stop:
                return
            body, self.bytes = self.bytes[end + 4 : stop], self.bytes[stop:]
            self.transport.write(self.server.answer(head[:-2], body))

"""The HTTP server: loopback only, HTTP/1.1 with connections kept, one thread a connection."""

import logging
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from . import address
from .address import ADDRESS
from .gateway import Gateway


class KeepAliveHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave in one write: otherwise Nagle's algorithm costs 40 ms a call on kept connections.
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = 300

    def run_wsgi(self) -> None:
        """One call of the gateway, which reads the whole body and answers with all of its own.

        Werkzeug's own way closes every connection, and waits for more of the body before it does.
        """
        environ = self.make_environ()
        head: list[Any] = []
        try:
            body = b"".join(self.server.app(environ, lambda status, headers, error=None: head.extend((status, headers))))
            status, headers = head
            code, _, reason = status.partition(" ")
            self.send_response(int(code), reason)
            for name, value in headers:
                self.send_header(name, value)
            if not any(name.lower() == "content-length" for name, _ in headers):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
            self.wfile.flush()
        except ConnectionError as error:
            self.connection_dropped(error, environ)

    def connection_dropped(self, error: BaseException, environ: object = None) -> None:
        """A connection that was cut on purpose, or by the client, is not used again."""
        self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            # Nothing can be flushed to a connection that was cut.
            self.close_connection = True

    def log(self, type: str, message: str, *args: object) -> None:
        """The call log of the control plane takes the place of lines on standard error."""


def make(port: int) -> BaseWSGIServer:
    """A server bound to `port` of the loopback address; 0 takes any free port."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server(ADDRESS, port, Gateway(), threaded=True, request_handler=KeepAliveHandler)
    address.listen(server.server_port)
    return server

"""The HTTP server: loopback only, HTTP/1.1 with connections kept, one thread a connection."""

import logging

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from .gateway import Gateway

ADDRESS = "127.0.0.1"


class KeepAliveHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave in one write: otherwise Nagle's algorithm costs 40 ms a call on kept connections.
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = 300

    def run_wsgi(self) -> None:
        super().run_wsgi()
        if not self.close_connection:
            self.wfile.flush()

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
    return make_server(ADDRESS, port, Gateway(), threaded=True, request_handler=KeepAliveHandler)

"""Where the sandbox listens, for what itself calls it: stacks, and the functions it runs."""

ADDRESS = "127.0.0.1"
_ports: list[int] = []


def listen(port: int) -> None:
    _ports[:] = [port]


def endpoint() -> str:
    return f"http://{ADDRESS}:{_ports[0]}"

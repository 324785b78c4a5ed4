"""Names and machines of a test's own: a resolver that is told what to answer, and wires that all lead to loopback."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import httpcore


class Names:
    """Answers each look-up of a name with the next of its answers, and with the last one for ever; counts `asked`."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(each) for name, each in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        answers = self._answers.get(host)
        if not answers:
            raise OSError(f"no {host}:{port}")
        return answers.pop(0) if len(answers) > 1 else answers[0]


class Rewired(httpcore.SyncBackend):
    """Connects to the server at `url` whatever address is asked for, or to `plain` for http; `reached` is what was."""

    def __init__(self, url: str, plain: str = "") -> None:
        self._ports = {80: urlsplit(plain or url).port or 0}
        self._port = urlsplit(url).port or 0
        self.reached: list[str] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.reached.append(f"{host} {port}")
        return super().connect_tcp(
            "127.0.0.1", self._ports.get(port, self._port), timeout, local_address, socket_options
        )

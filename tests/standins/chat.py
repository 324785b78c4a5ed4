"""A chat's incoming webhook on this machine, which answers as it is told: well, badly, elsewhere, late, or bit by bit."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "T0PSECRET"
MISSES = {"fails": 500, "refuses": 404, "redirects": 302}


@dataclass
class FakeChat:
    """What was posted to it, in order; `mood` is how it answers the next one."""

    mood: str = "takes"
    url: str = ""
    bodies: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]


@contextmanager
def chatting() -> Iterator[FakeChat]:
    """Listen until the block ends."""
    chat, over = FakeChat(), threading.Event()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            chat.paths.append(self.path)
            chat.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if chat.mood == "hangs":
                over.wait(20)
                return
            if chat.mood == "drips":
                self._drip()
                return
            self.send_response(MISSES.get(chat.mood, 200))
            if chat.mood == "redirects":
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _drip(self) -> None:
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 4000:
                if over.is_set():
                    return
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.05)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    chat.url = f"http://127.0.0.1:{server.server_port}/hooks/{SECRET}"
    try:
        yield chat
    finally:
        over.set()
        server.shutdown()
        server.server_close()

"""A newspaper's web site on loopback: serves pages and pictures from a folder, or from memory, as a real site would.

By hand it shows a finished letter with its pictures, which the sample keeps on a host that does not exist:

    python -m tests.standins.newspaper demo/data/outbox/2026-11-27/<delivery>.eml
"""

import argparse
import ssl
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

SAMPLE_SITE = Path(__file__).parents[2] / "docs" / "sample" / "site"
SAMPLE_HOST = "https://lantern.example/"
_TYPES = {".html": "text/html; charset=utf-8", ".jpg": "image/jpeg", ".txt": "text/plain; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of the site."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


class Newspaper:
    """A site on a free port of 127.0.0.1; `asked` are the paths asked for, `headers` those that came with each.

    Neither knows of robots.txt, which is counted. A page that is an iterator gives its next answer each time. With `tls` it speaks https.
    """

    def __init__(
        self,
        folder: Path | None = None,
        pages: "Mapping[str, Page | Iterator[Page]] | None" = None,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.asked_for_robots = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/robots.txt":
                    site.asked_for_robots += 1
                else:
                    site.asked.append(self.path)
                    site.headers.append(dict(self.headers))
                found = (pages or {}).get(self.path) or _from_folder(folder, self.path)
                page = found if isinstance(found, Page) else next(found)
                self.send_response(page.status)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(page.body)))
                self.end_headers()
                self.wfile.write(page.body)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _from_folder(folder: Path | None, path: str) -> Page:
    file = folder / path.partition("?")[0].lstrip("/") if folder else None
    for candidate in (file, file.with_name(file.name + ".html")) if file else ():
        if candidate.is_file() and folder and candidate.resolve().is_relative_to(folder.resolve()):
            return Page(
                candidate.read_bytes(),
                headers={"Content-Type": _TYPES.get(candidate.suffix, "application/octet-stream")},
            )
    return Page(b"<h1>Not found</h1>", 404)


def html_of(letter: bytes) -> str:
    """Return the HTML part of an .eml file."""
    part = message_from_bytes(letter, policy=default).get_body(("html",))
    return str(part.get_content()) if part else ""


def main() -> None:
    """Serve one letter and the sample's pictures until stopped."""
    parser = argparse.ArgumentParser(description="Show a letter with the pictures of the sample site.")
    parser.add_argument("letter", type=Path, help="an .eml file of the outbox, or a letter.html")
    parser.add_argument("--port", type=int, default=8025)
    options = parser.parse_args()
    raw = options.letter.read_bytes()
    html = raw.decode() if options.letter.suffix == ".html" else html_of(raw)
    with Newspaper(SAMPLE_SITE, {"/": Page(html.replace(SAMPLE_HOST, "/").encode())}, options.port) as site:
        sys.stdout.write(f"The letter is at {site.url}/ - stop with Ctrl-C\n")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()

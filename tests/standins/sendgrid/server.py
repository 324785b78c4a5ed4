"""The stand-in's server: one thread per connection, HTTP/1.1 with kept connections, over TLS if asked."""

import json
import ssl
import struct
import threading
import time
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SO_LINGER, SOL_SOCKET, socket
from types import TracebackType
from typing import Any, Self

from tests.standins.sendgrid.events import Signer
from tests.standins.sendgrid.faults import TAKEN, Fault, Plan
from tests.standins.sendgrid.mail import Mailboxes
from tests.standins.sendgrid.rules import faults

KEY = "SG.standin"


class StandIn:
    """A SendGrid on loopback; `mailboxes` holds what readers got, `plan` says how it misbehaves.

    Without `check` it takes whatever comes; for measurements.
    """

    def __init__(
        self,
        plan: Plan | None = None,
        tls: ssl.SSLContext | None = None,
        port: int = 0,
        check: bool = True,
        latency_seconds: float = 0,
    ) -> None:
        self.mailboxes = Mailboxes()
        self.plan = plan or Plan()
        self.signer = Signer()
        self.calls: list[Fault] = []
        self.bytes_read = 0
        self.scopes = ["mail.send", "alerts.read"]
        self.check = check
        self.latency_seconds = latency_seconds
        self.before_answer: Callable[[], object] = lambda: None
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _handler(self))
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

    def next_fault(self) -> Fault:
        """Draw the fault of a call and remember it."""
        with self._lock:
            fault = self.plan.next()
            self.calls.append(fault)
            return fault


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: broken connections are what this is for."""


def _handler(standin: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            if self.path != "/v3/scopes":
                self._answer(200, json.dumps(standin.mailboxes.counts()).encode())
            elif self.headers.get("Authorization") != f"Bearer {KEY}":
                self._refuse(401, [("", "The provided authorization grant is invalid, expired, or revoked")])
            else:
                self._answer(200, json.dumps({"scopes": standin.scopes}).encode())

        def do_POST(self) -> None:
            if self.path != "/v3/mail/send":
                self._refuse(404, [("", "not found")])
                return
            fault = standin.next_fault()
            if fault in (Fault.HANG_BEFORE, Fault.RESET_BEFORE, Fault.TOO_LARGE):
                self._before_reading(fault)
                return
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            standin.bytes_read += len(raw)
            if self.headers.get("Authorization") != f"Bearer {KEY}" or fault is Fault.UNAUTHORIZED:
                self._refuse(401, [("", "The provided authorization grant is invalid, expired, or revoked")])
                return
            self._after_reading(fault, raw)

        def _before_reading(self, fault: Fault) -> None:
            if fault is Fault.HANG_BEFORE:
                time.sleep(standin.plan.hang_seconds)
            if fault is Fault.TOO_LARGE:
                self.close_connection = True
                self._refuse(413, [("", "The JSON payload you have included in your request is too large.")])
                self.wfile.flush()
                self.connection.settimeout(0.3)
                self.rfile.read(1 << 22)
                return
            self._reset()

        def _after_reading(self, fault: Fault, raw: bytes) -> None:
            body = json.loads(raw)
            found = faults(body) if standin.check else []
            if found:
                self._refuse(400, found)
                return
            if body.get("mail_settings", {}).get("sandbox_mode", {}).get("enable"):
                self._answer(200, b"")
                return
            message_id = uuid.uuid4().hex[:22]
            if fault in TAKEN:
                standin.mailboxes.deliver(body, message_id)
            standin.before_answer()
            self._misbehave(fault, message_id, len(body["personalizations"]))

        def _misbehave(self, fault: Fault, message_id: str, readers: int) -> None:
            if fault in (Fault.NONE, Fault.DELAY):
                time.sleep(standin.plan.delay_seconds if fault is Fault.DELAY else standin.latency_seconds)
                self._answer(202, b"", {"X-Message-Id": message_id})
            elif fault is Fault.HANG_AFTER:
                time.sleep(standin.plan.hang_seconds)
                self._reset()
            elif fault in (Fault.RESET_AFTER, Fault.LOST):
                self._reset()
            elif fault is Fault.PARTIAL:
                self.wfile.write(b"HTTP/1.1 20")
                self.wfile.flush()
                self.close_connection = True
            elif fault is Fault.REDIRECT:
                self._answer(302, b"", {"Location": "https://api.sendgrid.com/v3/mail/send"})
            elif fault in (Fault.BAD_GATEWAY, Fault.BAD_GATEWAY_TAKEN):
                self._answer(502, b"<html><body>Bad Gateway</body></html>", {"Content-Type": "text/html"})
            elif fault is Fault.RATE_LIMIT:
                self._refuse(429, [("", "too many requests")], {"X-RateLimit-Reset": str(int(time.time()) + 1)})
            elif fault is Fault.NAMED:
                self._refuse(
                    400, [(f"personalizations.{readers // 2}.to.0.email", "Does not contain a valid address.")]
                )
            else:
                self._refuse(500, [("", "Internal Server Error")])

        def _refuse(self, status: int, found: list[tuple[str, str]], headers: dict[str, str] | None = None) -> None:
            errors = [{"message": message, "field": field or None, "help": None} for field, message in found]
            self._answer(status, json.dumps({"errors": errors}).encode(), headers)

        def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _reset(self) -> None:
            """Break the connection with a RST instead of a farewell."""
            line: socket = self.connection
            line.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            line.close()

    return Handler

"""SendGrid's v3 Mail Send as a transport, over the official `sendgrid` client with its connection kept open.

What is posted is made in `body`, what comes back is judged in `responses`.
"""

import http.client
import ssl
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

import python_http_client
import sendgrid

from digest.delivery.batch import Batch, Recipient
from digest.delivery.mail import Letter, TransactionalMail
from digest.delivery.retry import TransportResult, Verdict
from digest.transports.sendgrid.account import Account
from digest.transports.sendgrid.body import BodyUnsound, batch_body, letter_json, mail_body
from digest.transports.sendgrid.connection import KeepAliveConnection, RequestNotSent
from digest.transports.sendgrid.responses import Response, classify_response

_Post = Callable[[bytes], Response]


class _ThreadState(threading.local):
    """What each thread has of its own: how it posts a body over its own connection."""

    post: _Post | None = None


class SendGrid:
    """The transport; one kept connection per thread."""

    repeats = False  # there is no idempotency key

    def __init__(self, account: Account, sandbox: bool = False, tls: ssl.SSLContext | None = None) -> None:
        self._account = account
        self._sandbox = sandbox
        self._tls = tls or ssl.create_default_context()
        self._thread = _ThreadState()
        self._letters: dict[Letter, bytes] = {}
        self._connections: list[KeepAliveConnection] = []

    def close(self) -> None:
        """Close the connections of all threads; nothing may be under way."""
        for connection in self._connections:
            connection.close()

    def hand_over(self, batch: Batch) -> TransportResult:
        """Hand one batch over in one call."""
        try:
            body = batch_body(self._letter_json(batch.letter), batch, _base_url(batch.letter, self._account))
        except BodyUnsound as fault:
            return TransportResult(Verdict.STOP, str(fault))
        except Exception as error:  # noqa: BLE001 - whatever it is, no byte has left
            return _not_made(error)
        return self._post(body, batch.recipients)

    def send_mail(self, mail: TransactionalMail) -> TransportResult:
        """Hand one transactional mail over."""
        try:
            body = mail_body(mail, self._account, self._sandbox)
        except BodyUnsound as fault:
            return TransportResult(Verdict.PERMANENT, str(fault))
        except Exception as error:  # noqa: BLE001 - whatever it is, no byte has left
            return _not_made(error)
        return self._post(body, ())

    def _letter_json(self, letter: Letter) -> bytes:
        """Return the letter's part of a body, which is made once."""
        made = self._letters.get(letter)
        if made is None:
            made = self._letters[letter] = letter_json(letter, self._account.sending_as(letter.envelope), self._sandbox)
        return made

    def _post(self, body: bytes, recipients: Sequence[Recipient]) -> TransportResult:
        """Post a finished body; one that left whole and was not answered is a result too: nobody knows."""
        post = self._thread.post = self._thread.post or self._connect()
        try:
            response = post(body)
        except RequestNotSent as error:
            return TransportResult(Verdict.REPEAT, f"SendGrid could not be reached ({error})")
        except (OSError, http.client.HTTPException) as error:
            return TransportResult(Verdict.UNKNOWN, f"SendGrid did not answer ({type(error).__name__})")
        return classify_response(response, recipients, datetime.now(UTC), self._sandbox)

    def _connect(self) -> _Post:
        """Return how this thread posts: the official client with a connection of the thread's own under it."""
        connection = KeepAliveConnection(self._account.host, self._tls, self._account.timeout_seconds)
        self._connections.append(connection)
        stock = sendgrid.SendGridAPIClient(api_key=self._account.api_key, host=self._account.host).client
        post: _Post = _KeptClient(connection, stock.host, stock.request_headers, 3, []).mail.send.post
        return post


def _base_url(letter: Letter, account: Account) -> str:
    """Return where the reader's links of a letter lead."""
    return letter.envelope.base_url if letter.envelope else account.base_url


def _not_made(error: Exception) -> TransportResult:
    return TransportResult(Verdict.REPEAT, f"the letter could not be put together ({type(error).__name__})")


class _KeptClient(python_http_client.Client):  # type: ignore[misc]  # the vendor's package has no types
    """The vendor's client, except that a call goes over a kept connection, has a deadline, and follows no redirect.

    The original makes a TLS context and a connection per call, writes key and addresses to its debug log, and follows a
    redirect as a GET that carries the key along.
    """

    def __init__(
        self, connection: KeepAliveConnection, host: str, headers: dict[str, str], version: int, path: list[str]
    ) -> None:
        super().__init__(host=host, request_headers=headers, version=version, url_path=path)
        self._connection = connection

    def _build_client(self, name: str | None = None) -> "_KeptClient":
        path = [*self._url_path, name] if name else self._url_path
        return _KeptClient(self._connection, self.host, self.request_headers, self._version, path)

    def post(self, request_body: bytes) -> Response:
        """Post a body that is JSON already."""
        path = urlsplit(self._build_url(None)).path
        return self._connection.post(path, request_body, {**self.request_headers, "Content-Type": "application/json"})

"""SendGrid's v3 Mail Send as a transport, over the official `sendgrid` client with its connection kept open.

A body is the letter once and, per reader, one address, one token, one name; built as text, because only three harmless
values differ. Every body is checked by rules of our own before it leaves: SendGrid takes some faults silently and
refuses others without a reason. What comes back is sorted by what it proves. Sources: the vendor's OpenAPI file of
2026-01, its reference pages, and measurements (docs/decisions/0009-sorting-answers.md).
"""

import http.client
import json
import re
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import python_http_client
import sendgrid

from digest.delivery.batch import Batch, Recipient
from digest.delivery.mail import Letter, TransactionalMail
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.variant import Variant
from digest.errors import DigestError
from digest.letter.slots import SLOT
from digest.transports.sendgrid.connection import KeepAliveConnection, RequestNotSent, Response

ANSWER_SECONDS = 60.0
MOST_RECIPIENTS = 1_000
MOST_BYTES = 30_000_000
_ADDRESSES = re.compile(r"(?:[^\s\"\\<>,;:()\[\]@\x00-\x1f\x7f-\uffff]{1,64}@[A-Za-z0-9.-]{3,253}(?: |$))+")
_OPAQUE = re.compile(r"[A-Za-z0-9_-]+")
_BEYOND_LATIN_1 = re.compile("[^\x00-\xff]")
_NAMED = re.compile(r"personalizations\.(\d+)\b")
_LOOKS_LIKE_ADDRESS = re.compile(r"\S+@\S+")


class BodyUnsound(DigestError):
    """A body breaks a rule of SendGrid and must not leave."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where and as whom letters are handed over; `host` is https, or http on loopback."""

    api_key: str
    host: str
    sender_name: str
    sender_address: str
    reply_to: str
    base_url: str
    timeout_seconds: float = ANSWER_SECONDS


class SendGrid:
    """The transport; one kept connection per thread."""

    def __init__(self, account: Account, sandbox: bool = False, tls: ssl.SSLContext | None = None) -> None:
        self._account = account
        self._sandbox = sandbox
        self._tls = tls or ssl.create_default_context()
        self._threads = threading.local()
        self._shells: dict[tuple[str, Variant], bytes] = {}
        self._lines: list[KeepAliveConnection] = []

    def close(self) -> None:
        """Hang up all connections; nothing may be under way."""
        for line in self._lines:
            line.close()

    def hand_over(self, batch: Batch) -> TransportResult:
        """Hand one batch over in one call.

        An exception after the body was written means that nobody knows, and is a reply here.
        """
        try:
            body = self._body(batch)
        except BodyUnsound as fault:
            return TransportResult(Verdict.STOP, str(fault))
        return self._ask(body, batch.recipients)

    def send_mail(self, mail: TransactionalMail) -> TransportResult:
        """Hand one single letter over."""
        if not _OPAQUE.fullmatch(mail.name) or not _ADDRESSES.fullmatch(mail.to):
            return TransportResult(
                Verdict.PERMANENT, "the address or the name of a letter has a form that must not leave"
            )
        body = {
            **_frame(self._account, mail, self._sandbox),
            "personalizations": [{"to": [{"email": mail.to}], "custom_args": {"digest_delivery": mail.name}}],
        }
        return self._ask(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), ())

    def _ask(self, body: bytes, recipients: Sequence[Recipient]) -> TransportResult:
        """Post a finished body over this thread's own connection."""
        if not hasattr(self._threads, "client"):
            line = KeepAliveConnection(self._account.host, self._tls, self._account.timeout_seconds)
            self._threads.client = _client(self._account, line)
            self._lines.append(line)
        try:
            response = self._threads.client.mail.send.post(request_body=body)
        except RequestNotSent as error:
            return TransportResult(Verdict.REPEAT, f"SendGrid could not be reached ({error})")
        except (OSError, http.client.HTTPException) as error:
            return TransportResult(Verdict.UNKNOWN, f"SendGrid did not answer ({type(error).__name__})")
        return classify_response(response.status_code, response.headers, response.body, recipients, self._sandbox)

    def _body(self, batch: Batch) -> bytes:
        """Join the batch's personalizations with the letter, which is turned into JSON once."""
        key = batch.letter.edition, batch.letter.variant
        if key not in self._shells:
            shell = json.dumps(
                message(batch.letter, self._account, self._sandbox), ensure_ascii=False, separators=(",", ":")
            )
            self._shells[key] = shell[:-1].encode()
        check_recipients(batch)
        args = json.dumps({"digest_edition": batch.edition, "digest_batch": f"{batch.number}.{batch.attempt}"})
        readers = ",".join([personalization(recipient, self._account.base_url) for recipient in batch.recipients])
        body = b"".join(
            [self._shells[key], f',"custom_args":{args},"personalizations":['.encode(), readers.encode(), b"]}"]
        )
        if len(body) > MOST_BYTES:
            raise BodyUnsound(
                f"a batch has {len(body)} bytes, more than SendGrid takes; lower `batch_size` in [delivery]"
            )
        return body


def message(letter: Letter, account: Account, sandbox: bool) -> dict[str, Any]:
    """Return the part of a body that is the same for all readers of `letter`; raises `BodyUnsound`."""
    for noun, part in (("text", letter.text), ("HTML", letter.html)):
        if (part or noun == "text") and not _BEYOND_LATIN_1.search(part):
            raise BodyUnsound(
                f"the {noun} part has no character beyond Latin-1, so SendGrid would choose a charset that "
                "Gmail cuts off"
            )
        if part.count(SLOT) != part.count(f"/{SLOT}"):
            raise BodyUnsound(f"the {noun} part holds `{SLOT}` outside of the readers' links")
    if SLOT in letter.subject or not letter.subject:
        raise BodyUnsound("the subject is empty or holds a reader's mark")
    return _frame(account, letter, sandbox)


def _frame(account: Account, letter: Letter | TransactionalMail, sandbox: bool) -> dict[str, Any]:
    """Return what every body has: sender, subject, both parts, and all tracking switched off."""
    html = [{"type": "text/html", "value": letter.html}] if letter.html else []
    settings = {"sandbox_mode": {"enable": True}} if sandbox else {}
    return {
        "from": {"email": account.sender_address, "name": letter.sender or account.sender_name},
        **({"reply_to": {"email": account.reply_to}} if account.reply_to else {}),
        "subject": letter.subject,
        "content": [{"type": "text/plain", "value": letter.text}, *html],
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
            "subscription_tracking": {"enable": False},
            "ganalytics": {"enable": False},
        },
        **({"mail_settings": settings} if settings else {}),
    }


def personalization(recipient: Recipient, base_url: str) -> str:
    """Return one reader's part of a body as JSON text.

    `check_recipients` has made sure that nothing in it needs escaping.
    """
    return (
        f'{{"to":[{{"email":"{recipient.address}"}}],"headers":{{"List-Unsubscribe":"<{base_url}/u/{recipient.token}>",'
        f'"List-Unsubscribe-Post":"List-Unsubscribe=One-Click"}},"substitutions":{{"{SLOT}":"{recipient.token}"}},'
        f'"custom_args":{{"digest_delivery":"{recipient.delivery}"}}}}'
    )


def check_recipients(batch: Batch) -> None:
    """Check what differs per reader; raises `BodyUnsound`, which never names one."""
    if not 0 < len(batch.recipients) <= MOST_RECIPIENTS:
        raise BodyUnsound(f"a batch has {len(batch.recipients)} readers; SendGrid takes 1 to {MOST_RECIPIENTS}")
    if len({recipient.address.lower() for recipient in batch.recipients}) != len(batch.recipients):
        raise BodyUnsound("an address stands twice in one batch")
    opaque = _OPAQUE.fullmatch("".join([f"{reader.token}{reader.delivery}" for reader in batch.recipients]))
    if not opaque or not _ADDRESSES.fullmatch(" ".join([reader.address for reader in batch.recipients])):
        raise BodyUnsound("a reader's address or token has a form that must not leave")


def classify_response(
    status: int, headers: Mapping[str, str], body: bytes, recipients: Sequence[Recipient], sandbox: bool = False
) -> TransportResult:
    """Say what an HTTP answer proves about what was posted to `recipients`."""
    if status == http.client.ACCEPTED or (sandbox and status == http.client.OK):
        return TransportResult(Verdict.ACCEPTED, _header(headers, "X-Message-Id")[:100])
    said = f"SendGrid answers {status}{_errors(body)}"
    if status == http.client.TOO_MANY_REQUESTS:
        return TransportResult(Verdict.WAIT, said, wait_until=_reset(headers))
    if status in (http.client.BAD_REQUEST, http.client.REQUEST_ENTITY_TOO_LARGE):
        named = {int(place) for place in _NAMED.findall(_fields(body)) if int(place) < len(recipients)}
        return TransportResult(
            Verdict.PERMANENT, said, failed={recipients[place].reader: said for place in sorted(named)}
        )
    if 300 <= status < 500:  # noqa: PLR2004 - redirects and refusals: nothing was taken, and no other letter will be
        return TransportResult(Verdict.STOP, f"{said}; look at the key and at `host` in [sendgrid]")
    return TransportResult(Verdict.UNKNOWN, said)


def _reset(headers: Mapping[str, str]) -> datetime:
    """Read when a rate limit ends: X-RateLimit-Reset is in seconds since 1970; without it, a minute from now."""
    try:
        return datetime.fromtimestamp(int(_header(headers, "X-RateLimit-Reset")), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC) + timedelta(minutes=1)


def _header(headers: Mapping[str, str], name: str) -> str:
    """Return a header whatever its letter case; empty when there is none."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), "")


def _parsed(body: bytes) -> list[Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return []
    errors = found.get("errors") if isinstance(found, dict) else None
    return [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []


def _fields(body: bytes) -> str:
    return " ".join(str(error.get("field") or "") for error in _parsed(body))


def _errors(body: bytes) -> str:
    """Return the first error's words, without anything that looks like an address."""
    words = [str(error.get("message") or "") for error in _parsed(body)]
    return f" ({_LOOKS_LIKE_ADDRESS.sub('<address>', words[0])[:200]})" if words and words[0] else ""


def _client(account: Account, line: KeepAliveConnection) -> Any:
    """Make the official client with our connection under it."""
    whole = sendgrid.SendGridAPIClient(api_key=account.api_key, host=account.host)
    whole.client = _KeptClient(line, whole.client.host, whole.client.request_headers, 3, [])
    return whole.client


class _KeptClient(python_http_client.Client):  # type: ignore[misc]
    """The vendor's client, except that a call goes over a kept connection, follows no redirect.

    Has deadlines and logs nothing.

    The original makes a TLS context and a connection per call, writes key and addresses to its debug log, and follows a
    redirect as a GET that carries the key along.
    """

    def __init__(
        self, line: KeepAliveConnection, host: str, headers: dict[str, str], version: int, path: list[str]
    ) -> None:
        super().__init__(host=host, request_headers=headers, version=version, url_path=path)
        self._line = line

    def _build_client(self, name: str | None = None) -> "_KeptClient":
        path = [*self._url_path, name] if name else self._url_path
        return _KeptClient(self._line, self.host, self.request_headers, self._version, path)

    def post(self, request_body: bytes) -> Response:
        """Post a body that is JSON already."""
        path = urlsplit(self._build_url(None)).path
        return self._line.post(path, request_body, {**self.request_headers, "Content-Type": "application/json"})

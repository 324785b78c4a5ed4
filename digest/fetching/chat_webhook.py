"""Posts JSON to the incoming webhook of a newsroom's chat, the operator's own address.

The address is a secret: whoever has it can write there. No error, log or answer of ours holds it or any of it.
"""

import logging
import re
import threading

import httpx

from digest.errors import DigestError

LONGEST_SECONDS = 10.0
_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+", re.IGNORECASE)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_FAULT = (
    "the address of the chat ([tell] webhook_url_file, TELL_WEBHOOK_URL) is none to post to; it begins with https://"
)


class ChatWebhook:
    """A chat's incoming webhook at `url`."""

    def __init__(self, url: str, longest_seconds: float = LONGEST_SECONDS) -> None:
        """Take the address; raises `DigestError` unless it is https, or http on this machine."""
        try:
            parts = httpx.URL(url)
        except (httpx.InvalidURL, ValueError):
            raise DigestError(_FAULT) from None
        is_here = parts.scheme == "http" and parts.host in _LOOPBACK
        if not _HOST.fullmatch(parts.host) or not (parts.scheme == "https" or is_here):
            raise DigestError(_FAULT)
        self._url, self._longest = parts, longest_seconds
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would name the address

    def post(self, body: str) -> str:
        """Post JSON, following nothing; return what went wrong in words, or nothing.

        A chat that drips its answer is given up in time, too: the thread that still reads ends with the process.
        """
        answers: list[str] = []
        poster = threading.Thread(target=lambda: answers.append(self._answer(body)), name="chat", daemon=True)
        poster.start()
        poster.join(self._longest)
        return answers[0] if answers else "it did not answer in time"

    def _answer(self, body: str) -> str:
        headers = {"Content-Type": "application/json"}
        try:
            with (
                httpx.Client(timeout=self._longest, trust_env=False, follow_redirects=False) as client,
                client.stream("POST", self._url, content=body.encode(), headers=headers) as response,
            ):
                return "" if response.is_success else f"it answered {response.status_code}"
        except Exception as error:  # noqa: BLE001 - whatever it is, its words may hold the address
            return f"it could not be reached ({type(error).__name__})"

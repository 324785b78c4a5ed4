"""What to say of a site that gives no page, in plain words, and whether it is asked again. Rules: RFC 9110 (15)."""

import ssl
from datetime import UTC, datetime
from http import HTTPStatus

import httpx

from digest.errors import PageUnreadable
from digest.fetching.retry_after import retry_after_seconds

_RETRY_SECONDS = 0.5
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_PHRASES = {status.value: status.phrase for status in HTTPStatus}


class TryAgain(PageUnreadable):
    """A site that could not answer now, and may in so many `seconds`."""

    def __init__(self, message: str, seconds: float = _RETRY_SECONDS, status: int = 0) -> None:
        super().__init__(message, status)
        self.seconds = seconds


class NothingAnswers(TryAgain):
    """A host at which nothing answers."""

    def __init__(self) -> None:
        super().__init__("the site cannot be reached: nothing answers")


def refusal(response: httpx.Response) -> PageUnreadable:
    """Return what to say of an answer that is no page, in the words of RFC 9110 and never in those of the site."""
    status = response.status_code
    words = f"the site answers {status} {_PHRASES.get(status, '')}".rstrip()
    if status not in _BUSY:
        return PageUnreadable(words, status)
    seconds = retry_after_seconds(response.headers.get("retry-after", ""), datetime.now(UTC))
    later = f", and asks to come back in {seconds:,.0f} seconds" if seconds else ""
    return TryAgain(words + later, seconds or _RETRY_SECONDS, status)


def failure(error: httpx.HTTPError) -> TryAgain:
    """Return what to say of a connection that could not be made, or broke."""
    reason: BaseException | None = error
    while reason is not None:
        if isinstance(reason, ssl.SSLCertVerificationError):
            return TryAgain("the site cannot be reached: its certificate is not valid")
        reason = reason.__cause__ or reason.__context__
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return NothingAnswers()
    return TryAgain("the site cannot be reached: the connection breaks")

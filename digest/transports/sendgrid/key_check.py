"""Asks SendGrid what an API key may do, which sends nothing and changes nothing there.

The call is `GET /v3/scopes` ("Retrieve a list of scopes for which this user has access", SendGrid API v3, 2026-01).
"""

import http.client
import json
import ssl
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from digest.transports.sendgrid.account import Account
from digest.transports.sendgrid.connection import KeepAliveConnection, RequestNotSent
from digest.transports.sendgrid.responses import Response

_PATH = "/v3/scopes"
_SENDING = "mail.send"


@dataclass(frozen=True, slots=True)
class KeyCheck:
    """What SendGrid said: why the key cannot send, empty where it can; and what its clock shows, if it said that."""

    fault: str
    date: datetime | None = None


def check_key(account: Account, tls: ssl.SSLContext | None = None) -> KeyCheck:
    """Ask SendGrid whether the key of `account` may send."""
    connection = KeepAliveConnection(account.host, tls or ssl.create_default_context(), account.timeout_seconds)
    with closing(connection):
        try:
            answer = connection.get(_PATH, {"Authorization": f"Bearer {account.api_key}"})
        except RequestNotSent as error:
            return KeyCheck(f"SendGrid could not be reached ({error}); see whether this machine reaches {account.host}")
        except (OSError, http.client.HTTPException) as error:
            return KeyCheck(f"SendGrid did not answer ({type(error).__name__}); look again later")
    return KeyCheck(_fault(answer), _date(answer))


def _fault(answer: Response) -> str:
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return f"SendGrid refuses the API key ({answer.status}); make a new one there, and set SENDGRID_API_KEY"
    if answer.status != HTTPStatus.OK:
        return f"SendGrid answers {answer.status} when it is asked what the key may do; look again later"
    try:
        scopes = json.loads(answer.body)["scopes"]
    except (ValueError, KeyError, TypeError):
        return "SendGrid's answer about the key is not understood; look again later"
    if _SENDING not in scopes:
        return f"the API key may not send; give it the scope `{_SENDING}` (Mail Send) at SendGrid"
    return ""


def _date(answer: Response) -> datetime | None:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    with suppress(ValueError, TypeError, KeyError):
        found = parsedate_to_datetime(headers["date"])
        return found if found.tzinfo else None
    return None

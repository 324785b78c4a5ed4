"""What the desk answers where the program could not do something: why, in an editor's words, and what they wrote."""

import errno
from http import HTTPStatus

from sqlalchemy.exc import OperationalError
from starlette.requests import Request
from starlette.responses import Response

from digest.edition.form_words import all_words
from digest.web.desk.answers import page
from digest.web.desk.guard import Render, typed_in
from digest.web.desk.threads import Busy

_BUSY = "The desk has much to do at this moment. Nothing was done; try again in a moment."
_FULL = (
    "There is no room left on the disk of the server, so nothing was written. Tell whoever looks after it; "
    "when there is room, send this again."
)
_WRITING = "Something else is writing at this moment, so nothing was written. Try again in a moment."
_FAILED = "The program could not do this. Tell whoever looks after the server: its log says where it failed."


def desk_failure(render: Render, request: Request, error: Exception) -> Response:
    """Return the page about an error at the desk; what the form of an editor held stands on it."""
    why, status = _why(error)
    fields = typed_in(request)
    html = render("failed", why=why, path=request.url.path, fields=fields, text=all_words(fields))
    answer = page(html, status)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "5"
    return answer


def _why(error: Exception) -> tuple[str, HTTPStatus]:
    if isinstance(error, Busy):
        return _BUSY, HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _FULL, HTTPStatus.INSUFFICIENT_STORAGE
    if isinstance(error, OperationalError):
        is_full = "disk is full" in str(error.orig)  # SQLITE_FULL (sqlite.org/rescode.html)
        return (_FULL, HTTPStatus.INSUFFICIENT_STORAGE) if is_full else (_WRITING, HTTPStatus.SERVICE_UNAVAILABLE)
    return _FAILED, HTTPStatus.INTERNAL_SERVER_ERROR

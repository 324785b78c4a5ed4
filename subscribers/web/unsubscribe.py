"""The links every letter carries.

Leave or pause (`/u/`), be asked for support later (`/r/`), get the link to one's preferences (`/p/`).

GET shows one button; POST acts. `POST /u/<token>` leaves, by that button or by a mail program (RFC 8058): it asks for
nothing but the token, no cookie, no form field, no redirect, whatever the body says and however it is encoded. Leaving
twice is leaving. A token that is not ours is answered like a page that does not exist. One from a letter to a mailbox
that the reader has given up since looks the same on all pages, and can only leave.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus

from sqlalchemy import Row
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from subscribers.errors import NotAllowed
from subscribers.policy.model import Status
from subscribers.policy.tokens import Purpose, read_mailbox, unglued
from subscribers.ports import ReaderMail
from subscribers.services import preferences
from subscribers.services.login_link import ask_for_link
from subscribers.services.undo import offer_undo, undo_unsubscribe
from subscribers.services.unsubscribe import LeavingReason, count_leaving_reason, unsubscribe
from subscribers.storage.consent_texts import ConsentText, save_consent_text
from subscribers.storage.identity import Identity
from subscribers.web.page import Site, answer, field, fields, is_foreign, read_body, refuse, wanted_language

SOURCE = "the link in a letter"
_LEAVING_AT_ONCE = 20
_MEANT = frozenset({LeavingReason.NOT_SAFE, LeavingReason.NEVER_ASKED})
"""Whoever leaves for such a reason is not asked whether they did so by mistake."""


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Whoever holds a letter.

    Its token, the number of the reader it was sent to (None when there is no such reader), their language, what was
    read of them, and whether the letter went to the mailbox they have now.
    """

    token: str
    number: int | None
    language: str
    seen: Row[Identity] | None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class LetterPages:
    """What these pages are made with.

    `remind_weeks` is for how long appeals are put off; `policy` is the version of the privacy policy.
    """

    site: Site
    mail: ReaderMail
    remind_weeks: int
    policy: str


Form = dict[str, list[str]]
Act = Callable[[LetterPages, TokenHolder, Form], Response]


def unsubscribe_routes(own: LetterPages) -> list[BaseRoute]:
    """Return the routes; with and without a slash at the end, because mail programs add and lose it."""
    pages = (
        ("u", "unsubscribe", _ask_to_leave, _leave),
        ("r", "remind later", _ask_to_remind, _remind),
        ("p", "link", _ask_link, _link),
    )
    # leaving has threads of its own: whatever others wait for, it is answered
    leaving = ThreadPoolExecutor(_LEAVING_AT_ONCE, "leaving")
    routes: list[BaseRoute] = []
    for path, name, show, act in pages:
        for slash in ("", "/"):
            routes.append(_route(own, f"/{path}/{{token}}{slash}", "GET", name, show))
            threads = leaving if act is _leave else None
            routes.append(_route(own, f"/{path}/{{token}}{slash}", "POST", name, act, threads))
    routes.append(_route(own, "/u/{token}/pause", "POST", "pause", _pause))
    routes.append(_route(own, "/u/{token}/undo", "POST", "undo", _undo))
    routes.append(_route(own, "/u/{token}/resume", "POST", "undo pause", _resume))
    return routes


def _route(own: LetterPages, path: str, method: str, name: str, act: Act, threads: Executor | None = None) -> Route:
    """Make a route, which is answered in one of `threads`, or of those that all other pages share."""
    site = own.site
    one_click = name == "unsubscribe"

    async def endpoint(request: Request) -> Response:
        token = unglued(request.path_params["token"])
        named = read_mailbox(site.store.keyring, Purpose.LETTER, token)
        if named is None:
            return answer(site.render("unknown", wanted_language(request, site.languages)), 404)
        body = await read_body(request) if method == "POST" else b""
        if body is None:
            return refuse(site, request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if method == "POST" and not one_click and is_foreign(request, site.origin):
            return refuse(site, request, HTTPStatus.FORBIDDEN)
        do = partial(_do, own, act, token, *named, fields(body))
        if threads:
            return await asyncio.get_running_loop().run_in_executor(threads, do)
        return await run_in_threadpool(do)

    return Route(path, endpoint, methods=[method], name=name)


def _do(own: LetterPages, act: Act, token: str, public_id: bytes, moves: int, form: Form) -> Response:
    seen = own.site.store.find_by_public_id(public_id)
    if seen is None:
        return act(own, TokenHolder(token, None, "", None), form)
    if moves == seen.moves:
        return act(own, TokenHolder(token, seen.number, seen.language, seen, is_current=True), form)
    # a letter to a mailbox that is no longer the reader's: it shows nothing of them, and all that it does is leave
    return act(own, TokenHolder(token, seen.number if act is _leave else None, "", seen), form)


def _ask_to_leave(own: LetterPages, holder: TokenHolder, _form: Form) -> Response:
    page = own.site.render(
        "leave",
        holder.language,
        action=f"/u/{holder.token}",
        pauses=preferences.PAUSES,
        reasons=list(LeavingReason),
    )
    return answer(page)


def _leave(own: LetterPages, holder: TokenHolder, form: Form) -> Response:
    site, now = own.site, own.site.now()
    why = field(form, "why")
    undo = _offer_undo(own, holder, form, now)
    if holder.number is not None:
        with suppress(NotAllowed):  # erased meanwhile: there is nobody left to write to
            unsubscribe(site.store, holder.number, SOURCE, now, holder.seen)
    if why in set(LeavingReason):
        count_leaving_reason(site.store, LeavingReason(why), now)
    return answer(_left_page(own, holder.language, holder.token, undo))


def _offer_undo(own: LetterPages, holder: TokenHolder, form: Form, now: datetime) -> str:
    """Return the value of the button that takes the leaving back; empty where there is none.

    Only for a person who pressed the button of our own page: a mail program's one click shows nobody a page.
    """
    is_seen = field(form, "page") == "leave" and "List-Unsubscribe" not in form
    if not (is_seen and holder.seen is not None and holder.is_current) or field(form, "why") in _MEANT:
        return ""
    return offer_undo(own.site.store, holder.seen.number, Status(holder.seen.status), now) or ""


def _left_page(own: LetterPages, language: str, token: str, undo: str) -> str:
    return own.site.render("left", language, action=f"/p/{token}", undo_action=f"/u/{token}/undo", undo=undo)


def _undo(own: LetterPages, holder: TokenHolder, form: Form) -> Response:
    site, now = own.site, own.site.now()
    undone = False
    if holder.number is not None and holder.is_current:
        # the page as it was, but for what is its holder's alone
        words = site.render("undo", holder.language).strip()
        shown = ConsentText(holder.language, words, own.policy, _left_page(own, holder.language, "…", "…"))
        wording = save_consent_text(site.store, shown, now)
        undone = undo_unsubscribe(site.store, holder.number, field(form, "undo"), wording, now)
    if undone and holder.number is not None:
        until = site.store.get(holder.number)[0].pause_end(now)
        return answer(site.render("undone", holder.language, action=f"/u/{holder.token}", paused_until=until))
    return answer(site.render("too_late", holder.language, preferences=""), HTTPStatus.CONFLICT)


def _pause(own: LetterPages, holder: TokenHolder, form: Form) -> Response:
    site = own.site
    weeks = field(form, "weeks")
    if weeks not in {str(offered) for offered in preferences.PAUSES}:
        page = _ask_to_leave(own, holder, form)
        page.status_code = HTTPStatus.BAD_REQUEST
        return page
    now, undo = site.now(), ""
    if holder.number is not None:
        undo = preferences.offer_resume(site.store, holder.number, now) or ""
        preferences.pause(site.store, holder.number, int(weeks), now)
    until = now + timedelta(weeks=int(weeks))  # also of a link of nobody, whose page is the same
    addresses = {"action": f"/p/{holder.token}", "undo_action": f"/u/{holder.token}/resume"}
    return answer(site.render("paused", holder.language, weeks=int(weeks), until=until, undo=undo, **addresses))


def _resume(own: LetterPages, holder: TokenHolder, form: Form) -> Response:
    site, preferences_path = own.site, f"/p/{holder.token}"
    if holder.number is not None and preferences.undo_pause(site.store, holder.number, field(form, "undo"), site.now()):
        return answer(site.render("resumed", holder.language, action=preferences_path))
    return answer(site.render("too_late", holder.language, preferences=preferences_path), HTTPStatus.CONFLICT)


def _ask_to_remind(own: LetterPages, holder: TokenHolder, _form: Form) -> Response:
    return answer(own.site.render("remind", holder.language, action=f"/r/{holder.token}", weeks=own.remind_weeks))


def _remind(own: LetterPages, holder: TokenHolder, _form: Form) -> Response:
    site = own.site
    now = site.now()
    if holder.number is not None:
        preferences.remind_later(site.store, holder.number, own.remind_weeks, now)
    until = now + timedelta(weeks=own.remind_weeks)
    return answer(site.render("reminded", holder.language, weeks=own.remind_weeks, until=until))


def _ask_link(own: LetterPages, holder: TokenHolder, _form: Form) -> Response:
    return answer(own.site.render("link", holder.language, action=f"/p/{holder.token}"))


def _link(own: LetterPages, holder: TokenHolder, _form: Form) -> Response:
    site = own.site
    if holder.number is not None:
        ask_for_link(site.store, own.mail, holder.number, site.now())
    return answer(site.render("linked", holder.language))

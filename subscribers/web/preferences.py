"""A reader's own pages: `/open/<token>` from a mailed link, then `/preferences` for a short session.

The session is a cookie that scripts cannot read and other sites cannot cause to be sent; every form carries a token of
the session besides. Without a session all of these pages answer alike and say how to get a link.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from subscribers.errors import NotAllowed
from subscribers.policy.addresses import BadAddress
from subscribers.policy.import_row import is_zone
from subscribers.policy.model import Status, Subscriber
from subscribers.policy.preferences import YES_NO, Appeals, ReaderPreferences, SectionChoice, section_choices
from subscribers.policy.tokens import RANDOM_LENGTH, unglued
from subscribers.services import preferences
from subscribers.services.data_export import export_data
from subscribers.services.erase import erase
from subscribers.services.signup import request_move
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage import sessions
from subscribers.storage.sessions import SESSION_VALID
from subscribers.web import csrf
from subscribers.web.page import (
    HEADERS,
    FormMail,
    Site,
    answer,
    field,
    fields,
    is_foreign,
    is_nobodys,
    read_body,
    wanted_language,
)

HOME = "/preferences"
BY_THE_READER = "the reader's preferences"
_SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Offers:
    """What a reader can look at and choose from.

    `sections` names those of the last editions, the newest first, and `section_key` says which names are of one
    section; `deliveries` lists what is known of a reader's letters; appeals are put off for `remind_weeks`, 0 where
    they cannot be.
    """

    sections: Callable[[], Sequence[str]]
    section_key: Callable[[str], str]
    deliveries: Callable[[int], Sequence[Mapping[str, str]]]
    remind_weeks: int


@dataclass(frozen=True, slots=True)
class OwnPages:
    """What a reader's own pages are made with."""

    site: Site
    mail: FormMail
    offers: Offers


Form = dict[str, list[str]]
Act = Callable[[OwnPages, int, str, Form], Response]


def preference_routes(own: OwnPages) -> list[BaseRoute]:
    """Return the routes of a reader's own pages."""
    site = own.site

    async def show_link(request: Request) -> Response:
        return await run_in_threadpool(
            _show_link,
            site,
            unglued(request.path_params["token"], RANDOM_LENGTH),
            wanted_language(request, site.languages),
        )

    async def use_link(request: Request) -> Response:
        if await read_body(request) is None:
            return Response(status_code=413)
        if is_foreign(request, site.origin) or is_nobodys(request):
            return Response(status_code=403)
        return await run_in_threadpool(
            _use_link,
            site,
            unglued(request.path_params["token"], RANDOM_LENGTH),
            wanted_language(request, site.languages),
        )

    acts: list[tuple[str, str, Act]] = [
        ("", "save preferences", _save),
        ("/pause", "pause in preferences", _pause),
        ("/address", "change address", _move),
        ("/leave", "leave in preferences", _leave),
        ("/erase", "erase", _erase),
        ("/close", "close session", _close),
    ]
    shows: list[tuple[str, str, Act]] = [
        ("", "preferences", _home),
        ("/data", "data", _data),
        ("/data.json", "data as JSON", _data_json),
        ("/erase", "ask to erase", _ask_to_erase),
    ]
    return [
        Route("/open/{token}", show_link, methods=["GET"], name="open"),
        Route("/open/{token}", use_link, methods=["POST"], name="open"),
        Route("/open/{token}/", show_link, methods=["GET"], name="open"),
        Route("/open/{token}/", use_link, methods=["POST"], name="open"),
        *(Route(HOME + path, _guarded(own, "GET", act), methods=["GET"], name=name) for path, name, act in shows),
        *(Route(HOME + path, _guarded(own, "POST", act), methods=["POST"], name=name) for path, name, act in acts),
    ]


def _guarded(own: OwnPages, method: str, act: Act) -> Callable[[Request], Awaitable[Response]]:
    """Let only the reader of a living session through, and only forms of that session."""
    site = own.site

    async def endpoint(request: Request) -> Response:
        secret = request.cookies.get(site.session_cookie, "")
        body = await read_body(request) if method == "POST" else b""
        if body is None:
            return Response(status_code=413)
        form = fields(body)
        number = await run_in_threadpool(sessions.find_reader, site.store, secret, site.now())
        sent_by_us = method == "GET" or (
            field(form, "form") == csrf.session_token(site.store.keyring, secret)
            and not is_foreign(request, site.origin)
        )
        if number is None or not sent_by_us:
            return answer(site.render("no_session", wanted_language(request, site.languages)), 403)
        return await run_in_threadpool(act, own, number, secret, form)

    return endpoint


def _show_link(site: Site, token: str, language: str) -> Response:
    wanted = sessions.language_of_link(site.store, token, site.now())
    if wanted is None:
        return answer(site.render("expired", language), 404)
    page = answer(site.render("open", wanted, action=f"/open/{token}"))
    page.headers["Referrer-Policy"] = "same-origin"  # so that its form names its origin, which `is_nobodys` asks for
    return page


def _use_link(site: Site, token: str, language: str) -> Response:
    secret = sessions.open_session(site.store, token, site.now())
    if secret is None:
        return answer(site.render("expired", language), 404)
    response = RedirectResponse(HOME, _SEE_OTHER, HEADERS)
    response.set_cookie(
        site.session_cookie,
        secret,
        max_age=int(SESSION_VALID.total_seconds()),
        secure=site.is_secure,
        httponly=True,
        samesite="strict",
    )
    return response


def _home(own: OwnPages, number: int, secret: str, _form: Form, *, saved: str = "", fault: str = "") -> Response:
    site = own.site
    person, _ = site.store.get(number)
    return answer(
        site.render(
            "preferences",
            person.language,
            person=person,
            token=csrf.session_token(site.store.keyring, secret),
            languages=site.languages,
            chosen=person.language or site.languages[0],
            sections=_sections(own, person),
            pauses=preferences.PAUSES,
            pausing=person.paused_until is not None and person.paused_until > site.now(),
            until=person.paused_until.date() if person.paused_until else None,
            later=person.preferences.appeals_after is not None and person.preferences.appeals_after > site.now().date(),
            remind_weeks=own.offers.remind_weeks,
            gone=person.status is not Status.CONFIRMED,
            saved=saved,
            fault=fault,
        ),
        400 if fault else 200,
    )


def _sections(own: OwnPages, person: Subscriber) -> list[SectionChoice]:
    return section_choices(own.offers.sections(), person.preferences.without, own.offers.section_key)


def _save(own: OwnPages, number: int, secret: str, form: Form) -> Response:
    site = own.site
    person, _ = site.store.get(number)
    language, zone, appeals = field(form, "language"), field(form, "zone"), field(form, "appeals")
    offered, ticked = _sections(own, person), form.get("section", [])
    without = tuple(section.name for section in offered if section.value not in ticked)
    if language not in site.languages or appeals not in {*Appeals, "later"}:
        return _home(own, number, secret, form, fault="form")
    if zone and not is_zone(zone):
        return _home(own, number, secret, form, fault="zone")
    if offered and len(without) == len(offered):
        return _home(own, number, secret, form, fault="sections")
    wanted = ReaderPreferences(
        appeals=Appeals.AS_USUAL if appeals == "later" else Appeals(appeals),
        appeals_after=person.preferences.appeals_after if appeals == "later" else None,
        without=without,
        **{name: field(form, name) == "yes" for name in YES_NO},
    )
    preferences.prefer(site.store, number, language, zone, wanted, site.now())
    if appeals == "later" and person.preferences.appeals_after is None:
        preferences.remind_later(site.store, number, own.offers.remind_weeks, site.now())
    return _home(own, number, secret, form, saved="preferences")


def _pause(own: OwnPages, number: int, secret: str, form: Form) -> Response:
    site = own.site
    weeks = field(form, "weeks")
    if weeks not in {"0", *map(str, preferences.PAUSES)}:
        return _home(own, number, secret, form, fault="form")
    preferences.pause(site.store, number, int(weeks), site.now())
    return _home(own, number, secret, form, saved="pause")


def _move(own: OwnPages, number: int, secret: str, form: Form) -> Response:
    site = own.site
    try:
        request_move(site.store, own.mail.writer, number, field(form, "address"), site.now(), own.mail.letters_per_hour)
    except BadAddress:
        return _home(own, number, secret, form, fault="address")
    return _home(own, number, secret, form, saved="address")


def _leave(own: OwnPages, number: int, secret: str, form: Form) -> Response:
    site = own.site
    if site.store.get(number)[0].status is Status.CONFIRMED:
        unsubscribe(site.store, number, BY_THE_READER, site.now())
    return _home(own, number, secret, form)


def _data(own: OwnPages, number: int, _secret: str, _form: Form) -> Response:
    site = own.site
    person, _ = site.store.get(number)
    return answer(
        site.render("data", person.language, data=export_data(site.store, number, own.offers.deliveries(number)))
    )


def _data_json(own: OwnPages, number: int, _secret: str, _form: Form) -> Response:
    data = export_data(own.site.store, number, own.offers.deliveries(number)).as_json()
    headers = {**HEADERS, "Content-Disposition": 'attachment; filename="my-data.json"'}
    return Response(
        json.dumps(data, ensure_ascii=False, indent=2) + "\n", media_type="application/json", headers=headers
    )


def _ask_to_erase(own: OwnPages, number: int, secret: str, _form: Form) -> Response:
    site = own.site
    person, _ = site.store.get(number)
    return answer(site.render("erase", person.language, token=csrf.session_token(site.store.keyring, secret)))


def _erase(own: OwnPages, number: int, _secret: str, _form: Form) -> Response:
    site = own.site
    language = site.store.get(number)[0].language
    try:
        erase(site.store, number, BY_THE_READER, site.now())
    except NotAllowed:
        return Response(status_code=409)
    return _without_cookie(site, answer(site.render("erased", language)))


def _close(own: OwnPages, number: int, secret: str, _form: Form) -> Response:
    site = own.site
    language = site.store.get(number)[0].language
    sessions.close_session(site.store, secret)
    return _without_cookie(site, answer(site.render("closed", language)))


def _without_cookie(site: Site, response: Response) -> Response:
    response.delete_cookie(site.session_cookie, secure=site.is_secure, httponly=True, samesite="strict")
    return response

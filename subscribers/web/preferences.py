"""A reader's own pages: `/open/<token>` from a mailed link, then `/preferences` for a short session.

The session is a cookie that scripts cannot read and other sites cannot cause to be sent; every form carries a token of
the session besides. Without a session all of these pages answer alike and say how to get a link.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from subscribers.errors import NotAllowed
from subscribers.policy.addresses import BadAddress
from subscribers.policy.model import Status, Subscriber
from subscribers.policy.tokens import RANDOM_LENGTH, unglued
from subscribers.services import preferences
from subscribers.services.data_export import export_data
from subscribers.services.erase import erase
from subscribers.services.login_link import renew_link
from subscribers.services.signup import request_move
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage import sessions
from subscribers.storage.sessions import SESSION_VALID
from subscribers.web import csrf
from subscribers.web.address_field import read_address_field
from subscribers.web.page import (
    HEADERS,
    LONGEST_ADDRESS,
    FormMail,
    Site,
    answer,
    expired,
    field,
    fields,
    is_foreign,
    is_nobodys,
    read_body,
    refuse,
    refused_form,
    wanted_language,
)
from subscribers.web.preferences_form import (
    LATER,
    Choices,
    Offers,
    faults_of,
    stored_choices,
    typed_choices,
    wanted_preferences,
)

HOME = "/preferences"
BY_THE_READER = "the reader's preferences"
_SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class OwnPages:
    """What a reader's own pages are made with."""

    site: Site
    mail: FormMail
    offers: Offers


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of preferences says about the form that was just sent.

    What was `saved`, or the names of the fields that have `faults`, with what was typed into them, and which address
    was perhaps `meant`.
    """

    saved: str = ""
    faults: Sequence[str] = ()
    choices: Choices | None = None
    address: str = ""
    meant: str = ""


NOTHING_SENT = Shown()
Form = dict[str, list[str]]
Act = Callable[[OwnPages, int, str, Form], Response]


def preference_routes(own: OwnPages) -> list[BaseRoute]:
    """Return the routes of a reader's own pages."""
    site = own.site

    async def show_link(request: Request) -> Response:
        return await run_in_threadpool(_show_link, site, _token(request), wanted_language(request, site.languages))

    async def use_link(request: Request) -> Response:
        refused = await refused_form(site, request)
        if refused or is_nobodys(request):
            return refused or refuse(site, request, HTTPStatus.FORBIDDEN)
        return await run_in_threadpool(_use_link, site, _token(request), wanted_language(request, site.languages))

    async def ask_again(request: Request) -> Response:
        if refused := await refused_form(site, request):
            return refused
        return await run_in_threadpool(_renew_link, own, _token(request), wanted_language(request, site.languages))

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
        Route("/open/{token}/again", ask_again, methods=["POST"], name="open again"),
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
            return refuse(site, request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
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


def _token(request: Request) -> str:
    return unglued(request.path_params["token"], RANDOM_LENGTH)


def _show_link(site: Site, token: str, language: str) -> Response:
    wanted = sessions.language_of_link(site.store, token, site.now())
    if wanted is None:
        return expired(site, language, "/open", token)
    page = answer(site.render("open", wanted, action=f"/open/{token}"))
    page.headers["Referrer-Policy"] = "same-origin"  # so that its form names its origin, which `is_nobodys` asks for
    return page


def _use_link(site: Site, token: str, language: str) -> Response:
    secret = sessions.open_session(site.store, token, site.now())
    if secret is None:
        return expired(site, language, "/open", token)
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


def _renew_link(own: OwnPages, token: str, language: str) -> Response:
    site = own.site
    renew_link(site.store, own.mail.writer, token, site.now())
    return answer(site.render("renewed", language, confirms=False))


def _home(own: OwnPages, number: int, secret: str, _form: Form, shown: Shown = NOTHING_SENT) -> Response:
    site, offers = own.site, own.offers
    person, _ = site.store.get(number)
    html = site.render(
        "preferences",
        person.language,
        choices=shown.choices or _stored(own, person),
        stored=person.preferences,
        shown=shown,
        offers=offers,
        token=csrf.session_token(site.store.keyring, secret),
        languages=site.languages,
        pauses=preferences.PAUSES,
        paused_until=person.pause_end(site.now()),
        gone=person.status is not Status.CONFIRMED,
    )
    return answer(html, HTTPStatus.BAD_REQUEST if shown.faults else HTTPStatus.OK)


def _stored(own: OwnPages, person: Subscriber) -> Choices:
    return stored_choices(person, own.offers, own.site.languages[0], own.site.now().date())


def _save(own: OwnPages, number: int, secret: str, form: Form) -> Response:
    site = own.site
    person, _ = site.store.get(number)
    typed = typed_choices(form, _stored(own, person))
    faults = faults_of(typed, site.languages)
    if faults:
        return _home(own, number, secret, form, Shown(faults=faults, choices=typed))
    wanted = wanted_preferences(typed, person)
    preferences.prefer(site.store, number, typed.language, typed.zone, wanted, site.now())
    if typed.appeals == LATER and wanted.appeals_after is None:
        preferences.remind_later(site.store, number, own.offers.remind_weeks, site.now())
    return _home(own, number, secret, form, Shown(saved="preferences"))


def _pause(own: OwnPages, number: int, secret: str, form: Form) -> Response:
    site = own.site
    weeks = field(form, "weeks")
    if weeks not in {"0", *map(str, preferences.PAUSES)}:
        return _home(own, number, secret, form, Shown(faults=["form"]))
    preferences.pause(site.store, number, int(weeks), site.now())
    return _home(own, number, secret, form, Shown(saved="pause"))


def _move(own: OwnPages, number: int, secret: str, form: Form) -> Response:
    site, typed = own.site, read_address_field(form)
    again = Shown(faults=["address"], address=typed.address[:LONGEST_ADDRESS], meant=typed.meant or "")
    if again.meant:
        return _home(own, number, secret, form, again)
    try:
        request_move(site.store, own.mail.writer, number, typed.address, site.now(), own.mail.letters_per_hour)
    except BadAddress:
        return _home(own, number, secret, form, again)
    return _home(own, number, secret, form, Shown(saved="address"))


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
        return answer(site.render("refused", language, status=int(HTTPStatus.CONFLICT)), HTTPStatus.CONFLICT)
    return _without_cookie(site, answer(site.render("erased", language)))


def _close(own: OwnPages, number: int, secret: str, _form: Form) -> Response:
    site = own.site
    language = site.store.get(number)[0].language
    sessions.close_session(site.store, secret)
    return _without_cookie(site, answer(site.render("closed", language)))


def _without_cookie(site: Site, response: Response) -> Response:
    response.delete_cookie(site.session_cookie, secure=site.is_secure, httponly=True, samesite="strict")
    return response

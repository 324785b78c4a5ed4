"""The desk, joined: its door, its pages, and whom digest.toml lets in at this very moment.

Whoever is taken out of digest.toml is out at the next request.
"""

import hmac
from collections.abc import Callable, Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from digest.app import from_settings
from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk_actions import DeskActions
from digest.app.desk_candidates import DeskCandidates, remembered_sources
from digest.app.desk_edition import DeskEdition, DeskRoom
from digest.app.desk_editions import DeskEditions
from digest.app.desk_file import DeskFile
from digest.app.desk_html import DeskHtml
from digest.app.desk_saving import DeskSaving
from digest.app.desk_sending import DeskSending
from digest.app.desk_told import Tellings
from digest.app.failures import in_words
from digest.app.inbox_door import inbox_of_desk
from digest.app.past_editions import past_editions_of
from digest.app.paths import program_templates
from digest.app.services import Services
from digest.editing.page_reading import PageReading
from digest.editing.remembered_sources import RememberedSources
from digest.edition.editor import Editor
from digest.operating.editors import EditorAccess
from digest.ports.editorial import Pages
from digest.settings.model import Settings
from digest.storage.editor_sessions import SqlEditorSessions
from digest.storage.login_tries import SqlLoginTries
from digest.web.desk.actions import action_routes
from digest.web.desk.answers import page
from digest.web.desk.candidates import candidate_routes
from digest.web.desk.edition import edition_routes
from digest.web.desk.editions import editions_routes
from digest.web.desk.guard import DeskGuard, Render
from digest.web.desk.inbox import inbox_routes
from digest.web.desk.login import Login
from digest.web.desk.past_editions import past_editions_routes
from digest.web.desk.saving import saving_routes
from digest.web.desk.visit import Guard
from digest.web.html_pages import HtmlPages
from subscribers.web.throttle import network_name
from subscribers.web.visitor import visitor

_TRIES = b"tries to log in"


def desk_routes(current: CurrentNewsroom, log: Callable[[str], None]) -> list[BaseRoute]:
    """Return the routes of the desk; none where the settings do not turn it on. `log` gets why a page was not read.

    Passphrases never go over http: settings take no such `base_url` but on this very machine.
    """
    newsroom = current()
    if not newsroom.settings.desk.enabled:
        return []
    guard = guard_of(current)
    return [
        *login_of(newsroom, guard).routes(),
        *edition_pages(current, guard, page_reading(current, lambda: Services(current()).pages(), log), log),
        *inbox_routes(guard, guard.render, inbox_of_desk(current), newsroom.settings.digest.base_url),
    ]


def edition_pages(
    current: CurrentNewsroom,
    guard: Guard,
    reading: PageReading,
    log: Callable[[str], None] = lambda _line: None,
    sources: RememberedSources | None = None,
) -> list[BaseRoute]:
    """Return the routes of the pages on which editions are made.

    `reading` reads picked pages, `log` hears of sends and of what failed; `sources` are the newsroom's own, or others.
    """
    html = DeskHtml(current().settings.digest.title, current.remark)
    room = DeskRoom(current, html, reading, Tellings())
    return [
        *html.assets(),
        *editions_routes(guard, DeskEditions(current, html)),
        *edition_routes(guard, DeskEdition(room)),
        *candidate_routes(guard, DeskCandidates(room, sources or remembered_sources(current, log))),
        *action_routes(guard, DeskActions(room, DeskSending(room, log))),
        *past_editions_routes(guard, lambda most: past_editions_of(current()).latest(most), html.pages),
        *saving_routes(guard, DeskFile(room, DeskSaving(room))),
    ]


def page_reading(
    current: Callable[[], Newsroom], pages: Callable[[], Pages], log: Callable[[str], None] = lambda _line: None
) -> PageReading:
    """Return what reads the pages of editions behind their editors' backs."""

    def read(edition_id: str, watched: Pages) -> None:
        Services(current()).checker().lock_and_check(edition_id, watched, lambda _done, _of: None)

    return PageReading(pages, read, lambda error: log(f"pages were not read: {in_words(error)}"))


def guard_of(current: CurrentNewsroom) -> DeskGuard:
    """Return what stands before the pages of the desk, which answers under the name that the server began with."""
    newsroom = current()
    return DeskGuard(
        newsroom.settings.digest.base_url,
        lambda: editors_at_the_desk(current().settings),
        SqlEditorSessions(newsroom.engine),
        desk_pages(newsroom),
        newsroom.clock.now,
    )


def desk_pages(newsroom: Newsroom) -> Render:
    """Return what makes the HTML of the desk."""
    return HtmlPages(program_templates() / "desk", newsroom.settings.digest.title).render


def no_such_page(render: Render) -> Response:
    """Answer for an address below the desk at which there is nothing, in words for editors."""
    return page(render("nowhere"), HTTPStatus.NOT_FOUND)


def login_of(newsroom: Newsroom, guard: DeskGuard) -> Login:
    """Return what lets editors in."""
    tries = SqlLoginTries(newsroom.engine, hmac.digest(newsroom.store.keyring.index, _TRIES, "sha256"))
    proxies = newsroom.settings.web.trusted_proxies

    def network(request: Request) -> str:
        return network_name(visitor(request, proxies))

    return Login(guard, newsroom.passphrases, newsroom.passphrase_hashes, tries, network)


def editor_access(newsroom: Newsroom) -> EditorAccess:
    """Return what gives editors their passphrases."""
    editors, title = from_settings.editors(newsroom.settings), newsroom.settings.digest.title
    return EditorAccess(editors, title, newsroom.passphrases, newsroom.passphrase_hashes, newsroom.clock)


def editors_at_the_desk(settings: Settings) -> Mapping[str, Editor]:
    """Return the editors by their names; a desk that was turned off has none."""
    return from_settings.editors(settings) if settings.desk.enabled else {}

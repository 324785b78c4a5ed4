"""The desk, joined: its door, its pages, and whom digest.toml lets in at this very moment."""

import hmac
from collections.abc import Callable, Mapping
from threading import Lock

from starlette.requests import Request
from starlette.routing import BaseRoute

from digest.app import from_settings
from digest.app.container import Newsroom
from digest.app.desk_actions import DeskActions
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
from digest.app.paths import program_templates, settings_text
from digest.app.services import Services
from digest.editing.page_reading import PageReading
from digest.edition.editor import Editor
from digest.errors import DigestError
from digest.operating.editors import EditorAccess
from digest.ports.editorial import Pages
from digest.ports.process import Clock
from digest.settings.model import Settings
from digest.settings.read import read_settings
from digest.storage.editor_sessions import SqlEditorSessions
from digest.storage.login_tries import SqlLoginTries
from digest.web.desk.actions import action_routes
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


def desk_routes(newsroom: Newsroom, clock: Clock, log: Callable[[str], None]) -> list[BaseRoute]:
    """Return the routes of the desk; none where the settings do not turn it on. `log` gets why a page was not read.

    Passphrases never go over http: settings take no such `base_url` but on this very machine.
    """
    if not newsroom.settings.desk.enabled:
        return []
    guard = guard_of(newsroom, clock)
    return [
        *login_of(newsroom, guard).routes(),
        *edition_pages(newsroom, guard, page_reading(newsroom, Services(newsroom).pages, log), log),
        *inbox_routes(guard, guard.render, inbox_of_desk(newsroom), newsroom.settings.digest.base_url),
    ]


def edition_pages(
    newsroom: Newsroom, guard: Guard, reading: PageReading, log: Callable[[str], None] = lambda _line: None
) -> list[BaseRoute]:
    """Return the routes of the pages on which editions are made; `reading` reads picked pages, `log` hears of sends."""
    html = DeskHtml(newsroom.settings.digest.title)
    room = DeskRoom(newsroom, html, reading, Tellings())
    return [
        *html.assets(),
        *editions_routes(guard, DeskEditions(newsroom, html)),
        *edition_routes(guard, DeskEdition(room)),
        *action_routes(guard, DeskActions(room, DeskSending(room, log))),
        *past_editions_routes(guard, past_editions_of(newsroom).latest, html.pages),
        *saving_routes(guard, DeskFile(room, DeskSaving(room))),
    ]


def page_reading(
    newsroom: Newsroom, pages: Callable[[], Pages], log: Callable[[str], None] = lambda _line: None
) -> PageReading:
    """Return what reads the pages of editions behind their editors' backs."""

    def read(edition_id: str, watched: Pages) -> None:
        Services(newsroom).checker().lock_and_check(edition_id, watched, lambda _done, _of: None)

    return PageReading(pages, read, lambda error: log(f"pages were not read: {in_words(error)}"))


def guard_of(newsroom: Newsroom, clock: Clock) -> DeskGuard:
    """Return what stands before the pages of the desk."""
    return DeskGuard(
        newsroom.settings.digest.base_url,
        CurrentEditors(newsroom),
        SqlEditorSessions(newsroom.engine),
        desk_pages(newsroom),
        clock.now,
    )


def desk_pages(newsroom: Newsroom) -> Render:
    """Return what makes the HTML of the desk."""
    return HtmlPages(program_templates() / "desk", newsroom.settings.digest.title).render


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


class CurrentEditors:
    """The editors of digest.toml as it is now, so that whoever is taken out of it is out at the next request.

    While the file has faults it counts as it was last in order, as for the schedule. A desk that was turned off
    has no editors.
    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom, self._lock = newsroom, Lock()
        self._text, self._editors = newsroom.text, _editors(newsroom.settings)

    def __call__(self) -> Mapping[str, Editor]:
        """Return the editors by their names."""
        with self._lock:
            try:
                text = settings_text(self._newsroom.folder)
            except DigestError:
                return self._editors
            if text != self._text:
                self._text = text
                settings, _ = read_settings(text, self._newsroom.environment)
                self._editors = _editors(settings) if settings else self._editors
            return self._editors


def _editors(settings: Settings) -> Mapping[str, Editor]:
    return from_settings.editors(settings) if settings.desk.enabled else {}

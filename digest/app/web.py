"""The web application of a newsroom: readers' pages, the sign-up API, webhooks of ESPs, health, under one roof."""

from collections.abc import Callable
from functools import partial
from threading import Event

from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from digest.app.archive import archive_site_of
from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk import desk_pages, desk_routes, no_such_page
from digest.app.desk_failure import desk_failure
from digest.app.inbox_door import inbox_door
from digest.app.looks import brand_of, pages_of
from digest.app.paths import PICTURE_PATH, picture_folder
from digest.app.proof_pages import proof_pages
from digest.app.reader_mail import queued_reader_mail
from digest.delivery.variant import section_key
from digest.editing.sent_editions import SentEditions
from digest.letter.reader_pages import ReaderPages
from digest.ports.process import Clock
from digest.scheduling.coming import next_letter
from digest.sending.delivery_events import record_events
from digest.transports.sendgrid.signature import Verifier
from digest.transports.sendgrid.webhook import PATH, SendGridWebhook
from digest.web.app import make_app
from digest.web.archive import archive_routes, brand_routes
from digest.web.assets import asset
from digest.web.desk.own_paths import HOME
from digest.web.desk.threads import Busy
from digest.web.pictures import pictures
from digest.web.server import Server, make_server
from digest.web.webhooks import webhook
from subscribers.web.api import api_routes
from subscribers.web.confirm import ConfirmPages, confirm_routes
from subscribers.web.page import FormMail, Site, answer, wanted_language
from subscribers.web.preferences import OwnPages, preference_routes
from subscribers.web.preferences_form import Offers
from subscribers.web.signup import signup_routes
from subscribers.web.signup_guard import SignupGuard, SignupTerms
from subscribers.web.unsubscribe import LetterPages, unsubscribe_routes

PAGES_WAIT_SECONDS = 5.0
"""Whoever waits for a page is told to try again after so long, and an ESP to come again; leaving waits for nobody."""


def application(
    newsroom: Newsroom, log: Callable[[str], None] = lambda _line: None, clock: Clock | None = None
) -> Starlette:
    """Join all routes that the settings allow; `log` gets a line per request, without anything of a reader."""
    pages, settings, current = pages_of(newsroom), newsroom.settings, CurrentNewsroom(newsroom, clock)
    site, mail = site_of(newsroom, pages, clock or newsroom.clock), form_mail_of(newsroom)
    guard = guard_of(newsroom, site, mail)
    sent = SentEditions(newsroom.editions, newsroom.reports)
    archive = archive_site_of(newsroom, pages, site.languages)
    offers = offers_of(newsroom, sent)

    desk = desk_pages(newsroom)

    def is_at_desk(request: Request) -> bool:
        return settings.desk.enabled and f"{request.url.path}/".startswith(f"{HOME}/")

    def broken(request: Request, error: Exception) -> Response:
        if is_at_desk(request):
            return desk_failure(desk, request, error)
        return _broken(pages, wanted_language(request, site.languages), error)

    def missing(request: Request) -> Response:
        if is_at_desk(request):
            return no_such_page(desk)
        page = "no_edition" if request.url.path.startswith("/editions") else "unknown"
        return answer(pages.render(page, wanted_language(request, site.languages)), 404)

    routes: list[BaseRoute] = [
        *signup_routes(site, guard, archive.preview),
        *api_routes(site, guard, settings.web.origins),
        *confirm_routes(
            ConfirmPages(
                site,
                guard,
                partial(
                    next_letter,
                    settings.schedule.plan,
                    opened=newsroom.reports.opened,
                    skipped=newsroom.reports.skipped,
                ),
                settings.readers.welcome != "none",
            )
        ),
        *unsubscribe_routes(
            LetterPages(
                site, mail.writer, settings.appeal.remind_me_later_weeks, settings.digest.privacy_policy_version
            )
        ),
        *preference_routes(OwnPages(site, mail, offers)),
        *desk_routes(current, log),
        *archive_routes(archive, missing),
        inbox_door(newsroom, clock or newsroom.clock, missing),
        *brand_routes(brand_of(newsroom)),
        *proof_pages(current),
        asset("/style.css", "text/css", pages.style()),
        asset("/proof.js", "text/javascript", pages.file("proof.js")),
        pictures(
            PICTURE_PATH, picture_folder(newsroom.folder, settings.pictures.folder)
        ),  # also where none are made any more: old letters load them
    ]
    key = settings.sendgrid.webhook_public_key
    if key:
        receive = partial(
            record_events,
            settlements=newsroom.settlements,
            subscribers=newsroom.subscribers,
            mail_queue=newsroom.mail_queue,
        )
        routes.append(webhook(PATH, SendGridWebhook(key), clock or newsroom.clock, receive))
    return make_app(
        routes,
        missing=missing,
        broken=broken,
        log=log,
    )


def _broken(pages: ReaderPages, language: str, error: Exception) -> Response:
    """Answer for a program that failed; that it is busy, or the database, passes by itself, and ESPs come again."""
    busy = isinstance(error, OperationalError | Busy)
    page = answer(pages.render("trouble", language), 503 if busy else 500)
    if busy:
        page.headers["Retry-After"] = "30"
    return page


def where_to_look(newsroom: Newsroom) -> str:
    """Return where the server listens, and where editors find the desk if it is on."""
    settings = newsroom.settings
    desk = f"; the desk: {settings.digest.base_url}/desk" if settings.desk.enabled else ""
    return f"listening on http://{settings.web.host}:{settings.web.port}{desk}"


def missing_webhook(newsroom: Newsroom) -> str:
    """Return what to say where letters go through SendGrid and its events are not taken; empty for all others."""
    settings = newsroom.settings
    if settings.delivery.transport != "sendgrid" or settings.sendgrid.webhook_public_key:
        return ""
    return "no `webhook_public_key` in [sendgrid]: events are not taken, uncertain deliveries must be settled by hand"


def webhook_fault(newsroom: Newsroom) -> str:
    """Return why events of SendGrid are not taken; empty where they are.

    Raises `DigestError` for a key that is none.
    """
    if missing := missing_webhook(newsroom):
        return missing.replace(": ", "; ", 1)
    Verifier(newsroom.settings.sendgrid.webhook_public_key)
    return ""


def web_server(newsroom: Newsroom, log: Callable[[str], None], stop: Event, listening: Callable[[], None]) -> Server:
    """Make the server of the newsroom's pages, which `stop` ends; `listening` is called when it listens.

    Raises what the keys, the journal or the database are not fit for: then nothing listens.
    """
    web = newsroom.settings.web
    return make_server(application(newsroom, log), web.host, web.port, stop, listening)


def site_of(newsroom: Newsroom, pages: ReaderPages, clock: Clock) -> Site:
    """Return what every page is made with."""
    own = newsroom.settings.digest
    languages = (own.language, *sorted(pages.languages - {own.language}))
    proxies = newsroom.settings.web.trusted_proxies
    return Site(newsroom.store, pages.render, clock.now, own.base_url, languages, proxies)


def offers_of(newsroom: Newsroom, sent: SentEditions) -> Offers:
    """Return what readers can choose from: only what the letters of this newsroom have."""
    settings, appeal = newsroom.settings, newsroom.publication.appeal
    return Offers(
        sections=sent.sections,
        section_key=section_key,
        deliveries=newsroom.reports.deliveries,
        remind_weeks=appeal.remind_me_later_weeks if appeal else 0,
        appeals=appeal is not None,
        warning=appeal is not None and bool(settings.appeal.warning or settings.appeal.warn_mailboxes),
        mirrors=bool(settings.articles.mirrors),
    )


def form_mail_of(newsroom: Newsroom) -> FormMail:
    """Return the mails that forms cause, which go into the queue."""
    return FormMail(queued_reader_mail(newsroom), newsroom.settings.web.letters_per_hour)


def guard_of(newsroom: Newsroom, site: Site, mail: FormMail) -> SignupGuard:
    """Return what stands before the sign-up."""
    settings = newsroom.settings
    return SignupGuard(site, mail, SignupTerms(settings.digest.privacy_policy_version, settings.web.altcha))

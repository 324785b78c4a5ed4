"""The web application of a newsroom: readers' pages, the sign-up API, webhooks of ESPs, health, under one roof."""

from collections.abc import Callable
from functools import partial

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from digest.app.container import Newsroom
from digest.app.paths import program_templates
from digest.app.reader_mail import QueuedReaderMail
from digest.editing.sent_editions import SentEditions
from digest.letter.reader_pages import ReaderPages
from digest.mailing.reader_mail import ReaderMailWriter
from digest.ports import Clock
from digest.sending.delivery_events import record_events
from digest.transports.sendgrid.webhook import PATH, SendGridWebhook
from digest.web.app import make_app
from digest.web.assets import asset
from digest.web.webhooks import webhook
from subscribers.web.api import api_routes
from subscribers.web.confirm import confirm_routes
from subscribers.web.page import Site, answer, wanted_language
from subscribers.web.preferences import preference_routes
from subscribers.web.signup import signup_routes
from subscribers.web.signup_guard import SignupGuard
from subscribers.web.unsubscribe import unsubscribe_routes


def application(
    newsroom: Newsroom, log: Callable[[str], None] = lambda _line: None, clock: Clock | None = None
) -> Starlette:
    """Join all routes that the settings allow; `log` gets a line per request, without anything of a reader."""
    pages, clock = pages_of(newsroom), clock or newsroom.clock
    site = site_of(newsroom, pages, clock)
    guard = SignupGuard(site)
    routes: list[BaseRoute] = [
        *signup_routes(site, guard),
        *api_routes(site, guard),
        *confirm_routes(site),
        *unsubscribe_routes(site),
        *preference_routes(site),
        asset("/style.css", "text/css", pages.file("style.css")),
    ]
    if site.altcha:
        routes.append(asset("/proof.js", "text/javascript", pages.file("proof.js")))
    key = newsroom.settings.sendgrid.webhook_public_key
    if key:
        receive = partial(
            record_events,
            settlements=newsroom.settlements,
            subscribers=newsroom.subscribers,
            mail_queue=newsroom.mail_queue,
        )
        routes.append(webhook(PATH, SendGridWebhook(key).read, clock, receive))
    return make_app(
        routes,
        missing=lambda request: answer(pages.render("unknown", wanted_language(request, site.languages)), 404),
        broken=lambda: answer(pages.render("trouble", ""), 500),
        log=log,
    )


def pages_of(newsroom: Newsroom) -> ReaderPages:
    """Return the pages on which readers act for themselves."""
    folders = (newsroom.folder / "templates", program_templates())
    plan = newsroom.settings.schedule.plan
    friday = plan.days == ("friday",) and plan.every_weeks == 1
    return ReaderPages(folders, program_templates() / "locales", newsroom.publication, friday=friday)


def site_of(newsroom: Newsroom, pages: ReaderPages, clock: Clock) -> Site:
    """Return everything readers' pages are made with."""
    settings = newsroom.settings
    own = settings.digest.language
    sent = SentEditions(newsroom.editions, newsroom.reports, own)
    return Site(
        store=newsroom.store,
        mail=QueuedReaderMail(ReaderMailWriter(newsroom.templates, newsroom.publication), newsroom.mail_queue),
        render=pages.render,
        now=clock.now,
        base_url=settings.digest.base_url,
        languages=(own, *sorted(pages.languages - {own})),
        policy=settings.digest.privacy_policy_version,
        letters_per_hour=settings.web.letters_per_hour,
        remind_weeks=settings.appeal.remind_me_later_weeks,
        origins=settings.web.origins,
        altcha=settings.web.altcha,
        sections=sent.sections,
        preview=sent.preview,
        deliveries=newsroom.reports.deliveries,
    )

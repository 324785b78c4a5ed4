"""From settings to the models of the pure parts.

What a newsroom's digest.toml means for rules, limits, letters and envelopes.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from digest.app.paths import PICTURE_PATH
from digest.articles.site_rule import SiteRule
from digest.delivery.mail import Envelope
from digest.delivery.variant import MailboxRules
from digest.edition.checks import Rules
from digest.edition.editor import Editor
from digest.errors import DigestError
from digest.letter.link_parameters import LinkParameters
from digest.letter.preflight import SizeLimits
from digest.letter.publication import AppealWords, Publication
from digest.letter.theme import Logo, Theme
from digest.settings.appeal import FREQUENCIES
from digest.settings.model import Settings
from digest.web_address import site_host


def rules(settings: Settings, languages: AbstractSet[str]) -> Rules:
    """Return what the settings say about editions; `languages` are those of the fixed words."""
    return Rules(
        plan=settings.schedule.plan,
        max_picks=settings.limits.picks,
        oldest_days=settings.articles.oldest_days,
        languages=frozenset(languages),
        private_pages=settings.articles.allow_private_addresses,
        for_readers=settings.reaches_readers,
    )


def editors(settings: Settings) -> Mapping[str, Editor]:
    """Return the editors by their names."""
    return {name: Editor(name, entry.address, frozenset[str](entry.may)) for name, entry in settings.editors.items()}


def site_rules(settings: Settings) -> tuple[SiteRule, ...]:
    """Return how the pages of single sites are read."""
    return tuple(SiteRule(**rule.model_dump()) for rule in settings.articles.rules)


def size_limits(settings: Settings) -> SizeLimits:
    """Return how large a letter may be."""
    return SizeLimits(settings.limits.html_kilobytes * 1_000, settings.limits.encoded_kilobytes * 1_000)


def agent(settings: Settings) -> str:
    """Return how the newsroom calls itself where it reads pages, so that a site can ask it something."""
    own = settings.digest
    return f"friday-digest (+{own.base_url}; {own.contact})"


def envelope(settings: Settings) -> Envelope:
    """Return what all letters of the newsroom have in their headers."""
    sender = settings.sender
    return Envelope(sender.name, sender.address, sender.reply_to, settings.digest.title, settings.digest.base_url)


def publication(settings: Settings, languages: AbstractSet[str]) -> Publication:
    """Return what letters say about their publisher; raises `DigestError` when its language has no fixed words."""
    own = settings.digest
    if own.language not in languages:
        known = ", ".join(sorted(languages))
        raise DigestError(f"`language` in [digest]: there are no fixed words in `{own.language}`; use one of {known}")
    return Publication(
        title=own.title,
        tagline=own.tagline,
        language=own.language,
        base_url=own.base_url,
        postal_address=own.postal_address,
        contact=own.contact,
        privacy_policy_url=own.privacy_policy_url,
        appeal=appeal_words(settings),
        mirrors=settings.articles.mirrors,
        parameters=link_parameters(settings),
        pictures=picture_base(settings),
        theme=theme(settings),
        has_topics=settings.letter.topics,
    )


def theme(settings: Settings) -> Theme:
    """Return how letters look."""
    own = settings.letter
    logo = Logo(own.logo, own.logo_width, own.logo_height) if own.logo else None
    return Theme(own.accent, own.paper, own.font, own.label_font, logo)


def link_parameters(settings: Settings) -> LinkParameters:
    """Return what goes behind links; not on hosts of sources, where others may write, too."""
    own = settings.articles.own_hosts
    return LinkParameters(tuple(settings.links.parameters.items()), tuple(map(_site, own)))


def own_sites(settings: Settings) -> tuple[str, ...]:
    """Return the hosts of the newsroom's own pages, without `www.`: those it names, and those of its sources."""
    own = settings.articles
    hosts = (*map(_site, own.own_hosts), *(site_host(source.url) for source in own.sources))
    return tuple(dict.fromkeys(filter(None, hosts)))


def _site(host: str) -> str:
    return site_host(f"https://{host}")


def picture_base(settings: Settings) -> str:
    """Return the address below which copies of pictures are; empty where letters show the originals."""
    own = settings.pictures
    return f"{own.base_url or settings.digest.base_url + PICTURE_PATH}/" if own.show == "copies" else ""


def appeal_words(settings: Settings) -> AppealWords | None:
    """Return the newsroom's appeal, or None where it has none: no heading, no link, or no sums."""
    appeal = settings.appeal
    offers = tuple((frequency, appeal.amounts(frequency)) for frequency in FREQUENCIES if appeal.amounts(frequency))
    if not (appeal.heading and appeal.link and offers):
        return None
    return AppealWords(
        banner=appeal.banner,
        heading=appeal.heading,
        message=appeal.message,
        link=appeal.link,
        currency=appeal.currency,
        offers=offers,
        payment_methods=appeal.payment_methods,
        remind_me_later_weeks=appeal.remind_me_later_weeks,
        warning=appeal.warning,
        has_all_amounts=appeal.all_amounts,
    )


def mailboxes(settings: Settings) -> MailboxRules:
    """Return the rule at which mailboxes letters warn, or do not ask."""
    return MailboxRules(settings.appeal.warn_mailboxes, settings.appeal.hide_mailboxes)

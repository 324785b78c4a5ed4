"""What must be true of an edition before it becomes a letter. Every rule is one function; all of them always run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from digest.articles.merge import UNREAD_PAGE
from digest.calendar.edition_id import corrected, edition_date
from digest.calendar.plan import WEEKDAYS, Plan, is_planned
from digest.counted import counted
from digest.edition.addresses import fault_of, is_loopback
from digest.edition.cards import Card, cards, offered_picture
from digest.edition.editor_links import links_of_editor
from digest.edition.embargo import embargo_problems
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick
from digest.edition.own_pictures import gone_pictures
from digest.edition.part_words import undescribed_pictures
from digest.edition.remarks import also_on
from digest.edition.section_checks import section_problems
from digest.edition.wording import wording
from digest.page_name import page_name
from digest.problem import START, Mark, Problem, Severity
from digest.web_address import encoded

NEVER_READ = "this page was never read"
LONG_SUBJECT = 90
MOST_REPEATED = 0.4
"""More than this share of picks that readers had before is last week's letter."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a newsroom's settings say about its editions."""

    plan: Plan = field(default_factory=Plan)
    max_picks: int = 25
    oldest_days: int = 90
    languages: frozenset[str] = frozenset({"en"})
    private_pages: bool = False
    for_readers: bool = False  # letters leave this computer


def check(edition: Edition, lock: Lock, rules: Rules, sent: Mapping[str, str] = MappingProxyType({})) -> list[Problem]:
    """List everything wrong with `edition` as it would be sent with the articles of `lock`.

    `sent` maps pages (see `pages`) to the edition that had them.
    """
    return [
        *_date(edition, rules),
        *_subject(edition),
        *_language(edition, rules),
        *links_of_editor(edition),
        *section_problems(edition),
        *_amount(edition, rules),
        *_duplicates(edition, lock),
        *_freshness(edition, lock, sent),
        *_leads(edition),
        *_pages(edition, rules),
        *embargo_problems(edition, rules.plan),
        *(problem for card in cards(edition, lock) for problem in _card(edition, card, lock)),
        *_pages_in_doubt(edition, lock),
        *_too_old(edition, lock, rules),
        *wording(edition),
        *_pictures_without_words(edition, lock),
        *gone_pictures(edition, lock),
    ]


def unread_pages(edition: Edition, lock: Lock) -> list[Problem]:
    """List the picks whose page `lock` says nothing about, though words are wanted of it.

    Without its page all words of such a pick are missing: this is said once, and `check` says none of it.
    """
    return [
        _problem(
            edition,
            pick.mark_of("url"),
            f"{NEVER_READ}, and you wrote no headline or no summary",
            f"run `digest lock {edition.id}`, or write `title` and `summary` yourself",
            "have it read, or write headline and summary yourself",
        )
        for pick in edition.picks()
        if pick.url and lock.article(pick.url) is None and not (pick.title and pick.summary)
    ]


def _problem(edition: Edition, mark: Mark, what: str, remedy: str, at_desk: str = "") -> Problem:
    return Problem(edition.file, mark, what, remedy, at_desk=at_desk)


def _date(edition: Edition, rules: Rules) -> Iterator[Problem]:
    day = edition_date(edition.id)
    if day is None:
        yield _problem(
            edition, START, f"`{edition.id}` is no date", "name the file by its day, such as 2026-11-27.yaml"
        )
    elif edition.kind == "regular" and not corrected(edition.id) and not is_planned(day, rules.plan):
        days = " and ".join(f"{name.title()}s" for name in rules.plan.days)
        often = "" if rules.plan.every_weeks == 1 else f" of every {rules.plan.every_weeks} weeks"
        what = f"{edition.id} is a {WEEKDAYS[day.weekday()].title()}, but this letter goes out on {days}{often}"
        yield Problem(edition.file, START, what, "rename the file if that is not what you want", Severity.WARNING)


def _subject(edition: Edition) -> Iterator[Problem]:
    if "subject" in edition.unread:
        return
    if not edition.subject:
        yield _problem(
            edition,
            edition.mark_of("subject"),
            "the edition has no subject",
            'write `subject: "..."` on the first line',
            "write one",
        )
    elif len(edition.subject) > LONG_SUBJECT:
        what = f"the subject has {len(edition.subject)} characters; phones show about 40"
        yield Problem(
            edition.file, edition.mark_of("subject"), what, "put the news first, or shorten it", Severity.WARNING
        )


def _language(edition: Edition, rules: Rules) -> Iterator[Problem]:
    if edition.language and edition.language not in rules.languages:
        what = f"there are no fixed words in `{edition.language}`"
        yield _problem(edition, edition.mark_of("language"), what, "use one of " + ", ".join(sorted(rules.languages)))


def _amount(edition: Edition, rules: Rules) -> Iterator[Problem]:
    picks = list(edition.picks())
    if len(picks) > rules.max_picks:
        mark = picks[rules.max_picks].mark
        what = f"the edition has {len(picks)} picks, more than the limit of {rules.max_picks}"
        yield _problem(edition, mark, what, "take some out, or raise `picks` in [limits]")


def _duplicates(edition: Edition, lock: Lock) -> Iterator[Problem]:
    first: dict[str, Pick] = {}
    for pick, page in zip(edition.picks(), pages(edition, lock), strict=True):
        if page and page in first:
            what = f"this page is picked twice (first on line {first[page].mark_of('url').line})"
            yield _problem(edition, pick.mark_of("url"), what, "delete one of the two")
        first.setdefault(page, pick)


def _freshness(edition: Edition, lock: Lock, sent: Mapping[str, str]) -> Iterator[Problem]:
    """Yield an error for last week's letter (more than `MOST_REPEATED` of its picks were sent), else warnings."""
    picked = list(zip(edition.picks(), pages(edition, lock), strict=True))
    sent = {page_name(f"https://{page}"): other for page, other in sent.items()}  # older versions kept other forms
    before = [(pick, sent[page]) for pick, page in picked if sent.get(page, edition.id) != edition.id]
    total = len(picked)
    if edition.repeats or not before:
        return
    if len(before) > MOST_REPEATED * total:
        what = (
            f"{len(before)} of {counted(total, 'pick')} {'was' if len(before) == 1 else 'were'} in earlier editions "
            f"({', '.join(sorted({other for _, other in before}))})"
        )
        yield _problem(
            edition, before[0][0].mark, what, "pick new articles, or write `repeats: true` if this letter looks back"
        )
        return
    for pick, other in before:
        what, remedy = f"this page was in edition {other} already", "pick another one if that is not what you want"
        yield Problem(edition.file, pick.mark_of("url"), what, remedy, Severity.WARNING)


def pages(edition: Edition, lock: Lock) -> list[str]:
    """Return a name for the page of each pick, in order.

    The same page has the same name, whatever the form of its address.
    """
    canonical = {article.url: article.canonical_url for article in lock.picks}
    return [page_name(canonical.get(pick.url) or pick.url) for pick in edition.picks()]


def _leads(edition: Edition) -> Iterator[Problem]:
    leads = [pick for pick in edition.picks() if pick.lead]
    for pick in leads[1:]:
        what = f"there is a lead story already (line {leads[0].mark_of('lead').line})"
        what_to_do = "keep `lead: true` on one pick only", "press “Not the lead” at one of them"
        yield _problem(edition, pick.mark_of("lead"), what, *what_to_do)


def _pages(edition: Edition, rules: Rules) -> Iterator[Problem]:
    for pick in edition.picks():
        if is_loopback(pick.url) and not rules.private_pages:
            what = "this page is on your own machine, where no reader can open it"
            yield _problem(edition, pick.mark_of("url"), what, "pick the public page")


def _card(edition: Edition, card: Card, lock: Lock) -> Iterator[Problem]:
    pick = card.pick
    origin = "the page gives none and you wrote none"
    unread = pick.unread if lock.article(pick.url) else pick.unread | {"title", "summary"}  # see `unread_pages`
    if not card.title and "title" not in unread:
        yield _problem(
            edition, pick.mark, f"the pick has no headline: {origin}", 'write `title: "..."`', "write one below"
        )
    article = lock.article(pick.url)
    is_stub = article is not None and article.is_stub and not pick.title  # which is said by itself
    if not card.summary and "summary" not in unread and not is_stub:
        yield _problem(
            edition, pick.mark, f"the pick has no summary: {origin}", 'write `summary: "..."`', "write one below"
        )
    picture = card.picture
    fault = fault_of(encoded(picture.url)) if picture else None
    if picture and fault:
        what = f"the picture `{picture.url[:80]}` cannot stand in a letter: {fault}"
        mark = pick.mark_of("picture" if pick.picture else "url")
        what_to_do = "give another one: `picture: https://...`, or `picture: none`", "choose another one, or none"
        yield _problem(edition, mark, what, *what_to_do)


def _pages_in_doubt(edition: Edition, lock: Lock) -> Iterator[Problem]:
    """Yield what somebody should look at before readers do; a page too short for an article stops the letter."""
    doubts: dict[str, list[Mark]] = {}
    for pick in edition.picks():
        article = lock.article(pick.url)
        if article is None:
            continue
        mark = pick.mark_of("url")
        if article.is_stub and not (pick.title and pick.summary):
            what = f"the page has only {article.words} words: this may be no article"
            look = "open it in a browser; if it is one, write"
            what_to_do = f"{look} `title` and `summary` yourself", f"{look} headline and summary yourself"
            yield _problem(edition, mark, what, *what_to_do)
        for doubt in article.doubts:
            if pick.live_from and doubt.startswith(UNREAD_PAGE):  # it is asked for when its time has come
                continue
            doubts.setdefault(doubt, []).append(mark)
    for doubt, marks in doubts.items():
        what = doubt + also_on(marks)
        yield Problem(edition.file, min(marks), what, "look whether that is what you want", Severity.WARNING)


def _too_old(edition: Edition, lock: Lock, rules: Rules) -> Iterator[Problem]:
    day = edition_date(edition.id)
    for pick in edition.picks() if day and rules.oldest_days else ():
        article = lock.article(pick.url)
        published = (article.published or "")[:10] if article else ""
        if published and day and (day - date.fromisoformat(published)).days > rules.oldest_days:
            what = f"the page is of {published}, more than {rules.oldest_days} days before this letter"
            yield Problem(
                edition.file,
                pick.mark_of("url"),
                what,
                "pick another one if that is not what you want",
                Severity.WARNING,
            )


def _pictures_without_words(edition: Edition, lock: Lock) -> Iterator[Problem]:
    """Yield one list of all pictures that are left out because nobody says what they show."""
    picks = [pick for pick in edition.picks() if "alt" not in pick.unread and _has_no_words(pick, lock)]
    marks = [pick.mark for pick in picks] + list(undescribed_pictures(edition))
    if marks:
        lines = ", ".join(str(mark.line) for mark in marks)
        left_out = counted(
            len(marks),
            "picture is left out because nobody says what it shows",
            "pictures are left out because nobody says what they show",
        )
        what = f"{left_out} (line {lines})" if len(marks) == 1 else f"{left_out} (lines {lines})"
        remedy = 'write `alt: "..."` for each, for readers who cannot see it, or `picture: none`'
        at_desk = "write below what each shows, for readers who cannot see it, or choose no picture"
        yield Problem(edition.file, marks[-1], what, remedy, Severity.WARNING, at_desk=at_desk)


def _has_no_words(pick: Pick, lock: Lock) -> bool:
    article = lock.article(pick.url)
    picture = offered_picture(pick, article.image if article else None)
    return picture is not None and not picture.alt

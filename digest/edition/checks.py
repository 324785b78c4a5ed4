"""What must be true of an edition before it becomes a letter. Every rule is one function; all of them always run."""

from collections.abc import Iterator
from dataclasses import dataclass

from digest.edition.addresses import fault_of, is_loopback
from digest.edition.calendar import WEEKDAYS, edition_date
from digest.edition.cards import Card, cards
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick
from digest.problem import START, Mark, Problem, Severity

LONG_SUBJECT = 90


@dataclass(frozen=True, slots=True)
class Rules:
    """What a newsroom's settings say about its editions."""

    weekday: str = "friday"
    max_picks: int = 25
    languages: frozenset[str] = frozenset({"en"})
    private_pages: bool = False


def check(edition: Edition, lock: Lock, rules: Rules) -> list[Problem]:
    """List everything wrong with `edition` as it would be sent with the articles of `lock`."""
    return [
        *_date(edition, rules),
        *_subject(edition),
        *_language(edition, rules),
        *_sections(edition),
        *_amount(edition, rules),
        *_duplicates(edition, lock),
        *_leads(edition),
        *_pages(edition, rules),
        *(problem for card in cards(edition, lock) for problem in _card(edition, card, lock)),
    ]


def _problem(edition: Edition, mark: Mark, what: str, remedy: str) -> Problem:
    return Problem(edition.file, mark, what, remedy)


def _date(edition: Edition, rules: Rules) -> Iterator[Problem]:
    day = edition_date(edition.id)
    if day is None:
        yield _problem(edition, START, f"`{edition.id}` is no date", "name the file by its day, such as 2026-11-27.yaml")
    elif WEEKDAYS[day.weekday()] != rules.weekday:
        what = f"{edition.id} is a {WEEKDAYS[day.weekday()].title()}, but this letter goes out on {rules.weekday.title()}s"
        yield Problem(edition.file, START, what, "rename the file if that is not what you want", Severity.WARNING)


def _subject(edition: Edition) -> Iterator[Problem]:
    if not edition.subject:
        yield _problem(edition, edition.mark_of("subject"), "the edition has no subject", 'write `subject: "..."` on the first line')
    elif len(edition.subject) > LONG_SUBJECT:
        what = f"the subject has {len(edition.subject)} characters; phones show about 40"
        yield Problem(edition.file, edition.mark_of("subject"), what, "put the news first, or shorten it", Severity.WARNING)


def _language(edition: Edition, rules: Rules) -> Iterator[Problem]:
    if edition.language and edition.language not in rules.languages:
        what = f"there are no fixed words in `{edition.language}`"
        yield _problem(edition, edition.mark_of("language"), what, "use one of " + ", ".join(sorted(rules.languages)))


def _sections(edition: Edition) -> Iterator[Problem]:
    if not edition.sections:
        yield _problem(edition, edition.mark_of("sections"), "the edition has no sections", "add `sections:` with a name and picks")
    for section in edition.sections:
        if not section.picks:
            yield _problem(edition, section.mark, f"the section `{section.name}` is empty", "add picks, or delete the section")


def _amount(edition: Edition, rules: Rules) -> Iterator[Problem]:
    picks = list(edition.picks())
    if len(picks) > rules.max_picks:
        mark = picks[rules.max_picks].mark
        what = f"the edition has {len(picks)} picks, more than the limit of {rules.max_picks}"
        yield _problem(edition, mark, what, "take some out, or raise `picks` in [limits]")


def _duplicates(edition: Edition, lock: Lock) -> Iterator[Problem]:
    canonical = {article.url: article.canonical_url for article in lock.picks}
    first: dict[str, Pick] = {}
    for pick in edition.picks():
        page = _bare(canonical.get(pick.url) or pick.url)
        if page and page in first:
            what = f"this page is picked twice (first on line {first[page].mark_of('url').line})"
            yield _problem(edition, pick.mark_of("url"), what, "delete one of the two")
        first.setdefault(page, pick)


def _bare(url: str) -> str:
    """Reduce an address to what tells pages apart: no scheme, no fragment, no slash at the end."""
    return url.partition("#")[0].partition("://")[2].rstrip("/").removeprefix("www.")


def _leads(edition: Edition) -> Iterator[Problem]:
    leads = [pick for pick in edition.picks() if pick.lead]
    for pick in leads[1:]:
        what = f"there is a lead story already (line {leads[0].mark_of('lead').line})"
        yield _problem(edition, pick.mark_of("lead"), what, "keep `lead: true` on one pick only")


def _pages(edition: Edition, rules: Rules) -> Iterator[Problem]:
    for pick in edition.picks():
        if is_loopback(pick.url) and not rules.private_pages:
            what = "this page is on your own machine, where no reader can open it"
            yield _problem(edition, pick.mark_of("url"), what, "pick the public page")


def _card(edition: Edition, card: Card, lock: Lock) -> Iterator[Problem]:
    pick = card.pick
    read = lock.article(pick.url) is not None
    origin = "the page gives none and you wrote none" if read else "the page was not read and you wrote none"
    if not card.title:
        yield _problem(edition, pick.mark, f"the pick has no headline: {origin}", 'write `title: "..."`')
    if not card.summary:
        yield _problem(edition, pick.mark, f"the pick has no summary: {origin}", 'write `summary: "..."`')
    picture = card.picture
    if picture is None:
        return
    key = "picture" if pick.picture else "url"
    if fault_of(picture.url):
        what = f"the picture `{picture.url[:80]}` cannot stand in a letter: {fault_of(picture.url)}"
        yield _problem(edition, pick.mark_of(key), what, "give another one: `picture: https://...`")
    if not picture.alt:
        what = "the picture has no description for readers who cannot see it"
        yield _problem(edition, pick.mark_of(key), what, 'say what it shows: `alt: "..."`')

"""Candidates: what an edition could be made of - links that wait in the inbox, and what the sources published lately.

One service for the command and for pages. It reads what sources list and no page; a source that fails is said, and
keeps nothing else back.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from digest.articles.sources.listed import Listed
from digest.calendar.edition_id import read_edition_id
from digest.delivery.counts import OpenedEdition
from digest.delivery.statuses import EditionState
from digest.edition.checks import pages
from digest.edition.inbox_file import Waiting
from digest.edition.inbox_link import InboxLink
from digest.edition.inbox_tidy import TakenOut
from digest.edition.lock import Lock
from digest.edition.pasted_address import pasted_address
from digest.errors import DigestError
from digest.page_name import page_name
from digest.ports.editorial import Editions, SourceList, SourceLists
from digest.ports.inbox import InboxFile
from digest.ports.process import Clock
from digest.problem import Problem

INBOX = "inbox"
_WITHOUT_ANY = timedelta(days=14)
"""How far a newsroom looks back that has sent nothing yet."""
_BEFORE = timedelta(days=2)
"""The last edition was made before it went out: what was published between is new as well. What it had is marked."""
_LOOKED_THROUGH = 20


class SentLetters(Protocol):
    """What is asked of `digest.ports.reports.Reports` here."""

    def last_opened(self, count: int) -> list[OpenedEdition]:
        """Return the editions that began to go out last, the newest first, without their counts."""
        ...

    def opened(self, edition_id: str) -> OpenedEdition | None:
        """Return how far an edition has come, without its counts; None when it was never opened."""
        ...

    def sent_pages(self) -> Mapping[str, str]:
        """Map every page that was in an edition to the last such edition."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that an edition could have, and what is known of it; empty is what nobody says.

    `published` is aware; `note`, `added` and `by` are those of the inbox. `sent_in` is the edition that had it already,
    `is_picked` says that this edition's file has it.
    """

    url: str
    title: str = ""
    published: datetime | None = None
    topics: tuple[str, ...] = ()
    note: str = ""
    added: str = ""
    by: str = ""
    sent_in: str = ""
    is_picked: bool = False

    @property
    def is_free(self) -> bool:
        """Return whether it can be taken: it was in no edition and is not in this one."""
        return not (self.sent_in or self.is_picked)


@dataclass(frozen=True, slots=True)
class CandidateGroup:
    """Candidates from one place: the inbox, or a source by its name; `fault` says why a source lists nothing."""

    origin: str
    candidates: tuple[Candidate, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class FoundCandidates:
    """All candidates for an edition: those of the inbox, and what sources published since an instant (aware).

    Each page once, in the first group that has it. `problems` are those of the inbox's file.
    """

    edition: str
    since: datetime
    groups: tuple[CandidateGroup, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """The pages that are no news: by name the edition that had each, and those that are in this edition's file."""

    sent: Mapping[str, str]
    picked: frozenset[str]

    def marked(self, candidate: Candidate) -> Candidate:
        """Return a candidate with what is known of its page."""
        page = page_name(candidate.url)
        return replace(candidate, sent_in=self.sent.get(page, ""), is_picked=page in self.picked)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Finds the candidates of one newsroom's editions."""

    inbox: InboxFile
    editions: Editions
    reports: SentLetters
    sources: SourceLists
    clock: Clock

    def of(self, edition_id: str) -> FoundCandidates:
        """Find the candidates for an edition, whether it has a file or not, by what its sources answer."""
        waiting, since, taken = self.inbox.read(), self.since(edition_id), self.taken(edition_id)
        lists = self.sources.recent(self.sources.names())
        told = {page_name(one.url): one for source in lists for one in reversed(source.articles)}
        groups = [CandidateGroup(INBOX, tuple(_of_inbox(waiting.links, told)))]
        groups += [CandidateGroup(one.name, tuple(_new(one, since)), one.fault) for one in lists]
        return FoundCandidates(edition_id, since, tuple(_each_once(groups, taken)), waiting.problems)

    def waiting(self) -> Waiting:
        """Return the links of the inbox alone, whichever edition they are for; asks no source."""
        inbox, sent = self.inbox.read(), self._sent()
        return Waiting(tuple((link, sent.get(link.page, "")) for link in inbox.links), inbox.problems)

    def done_with(self) -> Mapping[str, str]:
        """Map the names of pages in the inbox that readers have to the edition of each, which went out to its end.

        What an edition had that was cancelled, or is still under way, may be wanted for another.
        """
        sent = {link.page: sent_in for link, sent_in in self.waiting().links if sent_in}
        opened = {name: self.reports.opened(name) for name in set(sent.values())}
        ended = {name for name, found in opened.items() if found and found.state is EditionState.SENT}
        return {page: name for page, name in sent.items() if name in ended}

    def tidy(self, seen: Collection[str] | None = None) -> TakenOut:
        """Take the links out of the inbox that readers have, or of these the `seen` ones, by the names of their pages.

        Raises `DigestError` where it cannot be written.
        """
        done = self.done_with()
        return self.inbox.take_out([page for page in done if seen is None or page in seen])

    def would_tidy(self) -> TakenOut:
        """Return which links `tidy` would take out, and which it would leave; changes nothing."""
        return self.inbox.would_take_out(self.done_with().keys())

    def taken(self, edition_id: str) -> Taken:
        """Return the pages that this edition or an earlier one has."""
        earlier = {page: other for page, other in self._sent().items() if other != edition_id}
        return Taken(earlier, frozenset(self._picked(edition_id)))

    def _sent(self) -> dict[str, str]:
        """Map the name of every page that was in an edition to the last such one; older versions kept other forms."""
        return {page_name(f"https://{page}"): other for page, other in self.reports.sent_pages().items()}

    def _picked(self, edition_id: str) -> Iterator[str]:
        """Yield the names of the pages that the edition's file has, by the address written and by the page's own."""
        try:
            edition, _ = self.editions.read(edition_id)
        except DigestError:  # it has no file yet
            return
        if edition is not None:
            lock, _ = self.editions.read_lock(edition_id)
            yield from pages(edition, lock or Lock(edition_id, ()))
            yield from (page_name(pick.url) for pick in edition.picks())

    def since(self, edition_id: str) -> datetime:
        """Return from when on articles are new: some time before the last letter of the plan that went out."""
        for opened in self.reports.last_opened(_LOOKED_THROUGH):
            found = read_edition_id(opened.edition)
            if found and found.is_of_the_plan and opened.edition < edition_id:
                return opened.started_at - _BEFORE
        return self.clock.now() - _WITHOUT_ANY


def _of_inbox(links: Sequence[InboxLink], told: Mapping[str, Listed]) -> Iterator[Candidate]:
    for link in links:
        found = told.get(link.page, Listed(link.url, "", None))
        yield Candidate(
            link.url, found.title, found.published, found.topics, link.note, link.added, link.origin or "by hand"
        )


def _new(source: SourceList, since: datetime) -> Iterator[Candidate]:
    """Yield what a source published since an instant, and what it does not say the time of."""
    for one in source.articles:
        found = pasted_address(one.url, is_page=True)
        if not found.fault and (one.published is None or one.published >= since):
            yield Candidate(found.url, one.title, one.published, one.topics)


def _each_once(groups: Sequence[CandidateGroup], taken: Taken) -> Iterator[CandidateGroup]:
    seen = set[str]()
    for group in groups:
        new = dict[str, Candidate]()
        for candidate in group.candidates:
            if (page := page_name(candidate.url)) not in seen:
                new.setdefault(page, taken.marked(candidate))
        seen |= new.keys()
        yield replace(group, candidates=tuple(new.values()))

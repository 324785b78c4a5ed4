"""Links today: whether every page is there that a letter leads readers to, asked when a proof is made.

Nothing of it stops a letter: a site that is down on Thursday may be up on Friday, and a letter waits for nobody's site.
Readers' own links are never asked for, nor are the newsroom's own pages, which this very program gives.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from html import unescape

from digest.counted import counted
from digest.delivery.mail import Letter
from digest.editing.at_once import at_once
from digest.edition.link_answer import Finding, LinkAnswer, finding, told
from digest.edition.model import Edition, Pick
from digest.edition.part_words import parts_with_places
from digest.edition.parts import kinds_of
from digest.letter.slots import SLOT
from digest.ports.editorial import Links
from digest.ports.process import Clock, Watcher
from digest.problem import START, Mark, Problem, Severity
from digest.web_address import encoded

MOST_SECONDS = 45
"""After so long no further link is asked for; those under way end by themselves."""
MOST_LINKS = 300
_LINK = re.compile(r'href="(https?://[^"]+)"')
_SETTINGS = "digest.toml"
_NO_TIME = LinkAnswer(why="there was no time left to ask", was_asked=False)
_MAY_GO_ON = "?&#"
"""What stands in a letter behind an address that an editor wrote: the newsroom's parameters."""


@dataclass(frozen=True, slots=True)
class LinksToday:
    """What is to be said about single links, and all of them in a few words, empty where none was asked for."""

    problems: tuple[Problem, ...] = ()
    words: str = ""


def web_links(letters: Iterable[Letter], own_pages: str) -> list[str]:
    """List the pages that letters lead to, each once; none below `own_pages`, and none that is a reader's own."""
    found = dict.fromkeys(unescape(link) for letter in letters for link in _LINK.findall(letter.html))
    theirs = (link for link in found if SLOT not in link and not f"{link}/".startswith(f"{own_pages}/"))
    return list(dict.fromkeys(link.partition("#")[0] for link in theirs))


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """Asks for the links of one newsroom's letters."""

    links: Links
    clock: Clock
    own_pages: str

    def look(self, edition: Edition, letters: Iterable[Letter], known: Collection[Mark], watch: Watcher) -> LinksToday:
        """Return what is to be said about the links of an edition's letters.

        Not about what stands at `known` places of its file, of which something is said already, nor about pages that
        go live later.
        """
        places = list(_places(edition))
        later = [encoded(pick.url) for pick in edition.picks() if pick.live_from]
        urls = [url for url in web_links(letters, self.own_pages) if not any(_is_link_to(url, page) for page in later)]
        end = self.clock.now() + timedelta(seconds=MOST_SECONDS)
        answers = at_once(lambda url: self._ask(url, lambda: self.clock.now() < end), urls[:MOST_LINKS], watch)
        if answers and all(finding(url, answer) is Finding.SILENT for url, answer in answers.items()):
            return LinksToday((_out_of_reach(edition),))
        problems = [_problem(edition, url, answer, places) for url, answer in answers.items()]
        told_here = [one for one in problems if one and (one.mark == START or one.mark not in known)]
        return LinksToday(tuple(told_here), _in_words(answers, len(urls)))

    def _ask(self, url: str, is_time: Callable[[], bool]) -> LinkAnswer:
        if not is_time():
            return _NO_TIME
        try:
            return self.links.look(url)
        except Exception as error:  # noqa: BLE001 - a site is somebody else's: whatever it breaks, the proof is mailed
            return LinkAnswer(why=f"it broke the program that asked ({type(error).__name__})")


def _in_words(answers: dict[str, LinkAnswer], there_are: int) -> str:
    counts = Counter(finding(url, answer) for url, answer in answers.items())
    asked = ", ".join(f"{counts[one]:,} {one}" for one in Finding if counts[one])
    left = there_are - len(answers)
    return asked + (f"; {counted(left, 'more was', 'more were')} not asked for" if left else "")


def _problem(edition: Edition, url: str, answer: LinkAnswer, places: Sequence[tuple[str, Mark]]) -> Problem | None:
    said = told(url, answer)
    if said is None:
        return None
    mark = next((mark for page, mark in places if _is_link_to(url, page)), None)
    where = (edition.file, mark) if mark else (_SETTINGS, START)
    return Problem(*where, *said, Severity.WARNING)


def _out_of_reach(edition: Edition) -> Problem:
    what = "no page that this letter leads to answers today, so nobody knows whether its links work"
    return Problem(edition.file, START, what, "see whether this machine is online", Severity.WARNING)


def _places(edition: Edition) -> Iterator[tuple[str, Mark]]:
    """Yield every address that an editor wrote, as letters have it, with its place; words that hold some as a whole."""
    for pick in edition.picks():
        yield from _of_pick(pick)
    for mark, part in parts_with_places(edition):
        for name in kinds_of(type(part)):
            yield encoded(getattr(part, name)), mark
    yield edition.preheader, edition.mark_of("preheader")


def _of_pick(pick: Pick) -> Iterator[tuple[str, Mark]]:
    mark_of: Callable[[str], Mark] = partial(pick.mark_of)
    yield encoded(pick.url), mark_of("url")
    yield from ((encoded(related.url), mark_of("related")) for related in pick.related)
    yield pick.summary, mark_of("summary")


def _is_link_to(link: str, written: str) -> bool:
    """Return whether a letter's link comes from what was written: an address, or words that hold one."""
    if not written:
        return False
    if link.startswith(written):
        return link[len(written) :][:1] in _MAY_GO_ON
    return " " in written and link.partition("?")[0] in written

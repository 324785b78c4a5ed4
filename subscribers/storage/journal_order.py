"""Journals one after the other, each out of all files that hold lines of it: files' names tell little, their lines all.

A journal names those before it in its first line, and the last line of one tells in which it went on. A copy whose
first line is damaged is known by the links it shares with others. Pure.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from subscribers.storage.journal_line import BEGINS, CONTINUED, DAMAGED, JournalLine


class JournalCopy(NamedTuple):
    """What can be read in one file: its id and those of the journals before it, none where that is damaged; its lines.

    Those that nobody can read are of the kind `DAMAGED`.
    """

    names: tuple[str, ...]
    lines: Sequence[JournalLine]

    def sound(self) -> dict[str, JournalLine]:
        """Return the lines that can be read, by their links."""
        return {line.link: line for line in self.lines if line.kind != DAMAGED}


class OneJournal(NamedTuple):
    """One journal: its id and those before it (no names where no file tells), its copies, its lines by their links.

    `went_on_in` are the ids of those in which it went on, as its lines say.
    """

    names: tuple[str, ...]
    copies: tuple[JournalCopy, ...]
    lines: dict[str, JournalLine]
    went_on_in: frozenset[str]

    @property
    def name(self) -> str:
        """Its id; empty where no file tells."""
        return self.names[0] if self.names else ""

    @property
    def earlier(self) -> tuple[str, ...]:
        """The ids of those before it that it names, the oldest first."""
        return self.names[1:]

    @property
    def told(self) -> list[JournalLine]:
        """Its lines, but for those that journals write about themselves."""
        return [line for line in self.lines.values() if line.kind not in {BEGINS, CONTINUED}]


def in_order(found: Sequence[JournalCopy], name: str, end: str) -> list[OneJournal]:
    """Return the journals that the copies `found` hold, the oldest first.

    Where nothing in them tells the order, that of the files does. One whose beginning is damaged is the journal `name`
    if it holds the link `end`.
    """
    return list(_oldest_first([_joined(copies, name, end) for copies in _together(found)]))


def chain_of(name: str, journals: Sequence[OneJournal]) -> tuple[list[bool], set[str]]:
    """Return of each journal whether it is one of those that lead to the one with this `name`, or on; and their ids.

    One that nothing joins to it is another database's. Where no first line tells what is before a journal, the last
    line of that one does; a journal without a name may be any.
    """
    chain, size = {name}, 0
    headed = {one.name for one in journals if one.name and any(copy.names for copy in one.copies)}
    while size < len(chain):
        size = len(chain)
        for one in journals:
            if chain.intersection(one.names) or (chain - headed) & one.went_on_in:
                chain.update(one.names, one.went_on_in)
    return [not name or not one.name or one.name in chain for one in journals], chain - {""}


def _together(found: Sequence[JournalCopy]) -> Iterator[list[JournalCopy]]:
    """Yield the copies of each journal, in the order of the last file of each."""
    groups = dict[str, list[int]]()
    for index, copy in enumerate(found):
        if copy.names:
            groups.setdefault(copy.names[0], []).append(index)
    several = list(groups.values())
    for index, copy in enumerate(found):
        if not copy.names:
            links = copy.sound().keys()
            shares = ([one for one in group if not links.isdisjoint(found[one].sound())] for group in several)
            same = next((group for group, common in zip(several, shares, strict=True) if common), [])
            if not same:
                several.append(same)
            same.append(index)
    for group in sorted(map(sorted, several), key=max):
        yield [found[index] for index in group]


def _joined(copies: Sequence[JournalCopy], name: str, end: str) -> OneJournal:
    names = next((copy.names for copy in copies if copy.names), ())
    lines = {line.link: line for line in _merged(copies)}
    went_on_in = frozenset(line.words[0] for line in lines.values() if line.kind == CONTINUED)
    return OneJournal(names or ((name,) if name and end in lines else ()), tuple(copies), lines, went_on_in)


def _merged(copies: Sequence[JournalCopy]) -> Iterator[JournalLine]:
    """Yield the lines that can be read in the copies of one journal, each once.

    One that an earlier copy lacks comes behind the line before it that both hold; of two there, by their places.
    """
    lines, after = dict[str, JournalLine](), dict[str, str]()
    for copy in copies:
        sound, last = copy.sound(), ""
        for link, line in sound.items():
            if link not in lines:
                while (following := after.get(last, "")) and _is_before(lines[following], line, sound.keys()):
                    last = following
                lines[link], after[link], after[last] = line, after.get(last, ""), link
            last = link
    link = ""
    while link := after.get(link, ""):
        yield lines[link]


def _is_before(one: JournalLine, line: JournalLine, own: Collection[str]) -> bool:
    return one.link not in own and one.begins <= line.begins


def _oldest_first(journals: Iterable[OneJournal]) -> Iterator[OneJournal]:
    left = list(journals)
    while left:
        firsts = (index for index, one in enumerate(left) if not any(_leads_to(other, one) for other in left))
        yield left.pop(next(firsts, 0))


def _leads_to(one: OneJournal, other: OneJournal) -> bool:
    return bool(other.name) and (one.name in other.earlier or other.name in one.went_on_in)

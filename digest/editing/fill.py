"""Fill: put the newest articles of the newsroom's sources into sections that ask for it, when the edition is locked.

They are written into the picks file, below the editor's own, where everybody sees them and can change them before
anything goes out; from then on they are picks like all others. Nothing is filled when a letter is built or sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from digest.articles.sources.listed import Listed
from digest.editing.candidates import Candidates
from digest.edition.model import Edition, Fill, Section
from digest.edition.pasted_address import pasted_address
from digest.edition.pick_line import pick_line
from digest.edition.section_checks import is_open
from digest.edition.write_fill import write_fill
from digest.errors import DigestError
from digest.page_name import page_name
from digest.ports.editorial import Editions, PicksFiles, SourceList
from digest.problem import Mark, Problem, Severity


class _Files(Editions, PicksFiles, Protocol):
    """The edition files, as models and as text."""


@dataclass(frozen=True, slots=True)
class FilledSection:
    """A section that was filled just now: its name, and the articles that were picked for it, the newest first."""

    name: str
    articles: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled of an edition, and what stood in the way of the rest, as warnings: `check` says that it waits."""

    sections: tuple[FilledSection, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills the sections of one newsroom's editions."""

    files: _Files
    candidates: Candidates

    def fill(self, edition_id: str) -> Filled:
        """Fill the sections of an edition that wait for it, and write its file.

        Asks no source where none waits. Raises `DigestError` where there is no such edition, and where somebody saved
        its file meanwhile: then nothing is changed.
        """
        text, _ = self.files.read_text(edition_id)
        edition, _ = self.files.read(edition_id)
        waiting = [section for section in edition.sections if is_open(section)] if edition else []
        if text is None or edition is None or not waiting:
            return Filled()
        problems, chosen = list[Problem](), list[tuple[Section, tuple[Listed, ...]]]()
        for section, found in self._chosen(edition, waiting):
            problems += [problem for problem in found if isinstance(problem, Problem)]
            articles = tuple(article for article in found if isinstance(article, Listed))
            chosen += [(section, articles)] if articles else []
        changed, unwritten = _written(text, edition, chosen, self.candidates.clock.now())
        if changed != text and not self.files.change_text(edition_id, text, changed):
            raise DigestError(f"{edition.file} was saved while it was being filled; nothing was changed, run it again")
        done = [(section, articles) for section, articles in chosen if section.mark not in unwritten]
        return Filled(
            tuple(FilledSection(section.name, articles) for section, articles in done),
            (*problems, *unwritten.values()),
        )

    def _chosen(self, edition: Edition, waiting: Sequence[Section]) -> Iterator[tuple[Section, list[Listed | Problem]]]:
        """Yield each section that waits with the articles for it, and with what stands in the way."""
        names = self.candidates.sources.names()
        meant = {section.mark: _meant(names, section.fill) for section in waiting}
        wanted = {name for one in meant.values() if isinstance(one, list) for name in one}
        lists = self.candidates.sources.recent(wanted)
        since, taken = self.candidates.since(edition.id), self.candidates.taken(edition.id)
        gone = {*taken.sent, *taken.picked}
        for section in waiting:
            own = meant[section.mark]
            if isinstance(own, str) or section.fill is None:
                yield section, [_warning(edition, section, str(own), "name one of them, or leave `source` out")]
                continue
            asked = [one for one in lists if one.name in own]
            found = newest(asked, section.fill, since, gone)
            gone |= {page_name(article.url) for article in found}
            yield section, [*found, *_faults(edition, section, asked, found)]


def newest(lists: Sequence[SourceList], fill: Fill, since: datetime, gone: set[str]) -> list[Listed]:
    """Return the articles that a section is filled with, the newest first, those of one time by their addresses.

    Only what was published `since` an instant (aware), has the tag, can be linked to, and is not `gone`: the names of
    pages that were sent, or are picked already.
    """
    found = dict[str, Listed]()
    for article in (article for one in lists for article in one.articles):
        page = pasted_address(article.url, is_page=True)
        is_new = article.published is not None and article.published >= since
        if is_new and not page.fault and _has_tag(article, fill.tag) and page_name(page.url) not in gone:
            found.setdefault(page_name(page.url), Listed(page.url, article.title, article.published, article.topics))
    ordered = sorted(found.values(), key=lambda one: (-one.published.timestamp() if one.published else 0.0, one.url))
    return ordered[: int(fill.up_to)]


def _has_tag(article: Listed, tag: str) -> bool:
    return not tag or tag.casefold() in {topic.casefold() for topic in article.topics}


def _meant(names: Sequence[str], fill: Fill | None) -> list[str] | str:
    """Return the names of the sources that a fill is from, or why nobody can know."""
    known = ", ".join(names) or "none; add one as [[articles.sources]] to digest.toml"
    if fill is None or not names:
        return f"there is no source to fill from (sources here: {known})"
    if not fill.source:
        return list(names)
    wanted = page_name(fill.source) if "://" in fill.source else fill.source.casefold().strip("/")
    exactly = [name for name in names if name.casefold() == wanted]
    found = exactly or [name for name in names if wanted in name.casefold()]
    if len(found) == 1:
        return found
    return (
        f"`{fill.source[:80]}` is {'several sources' if found else 'no source'} of digest.toml (sources here: {known})"
    )


def _faults(
    edition: Edition, section: Section, asked: Sequence[SourceList], found: Sequence[Listed]
) -> Iterator[Problem]:
    for source in asked:
        if source.fault:
            what = f"the section `{section.name}` is filled without {source.name}: {source.fault}"
            yield _warning(edition, section, what, f"run `digest lock {edition.id}` again later, or pick by hand")
    if not found and not all(source.fault for source in asked):
        tag = f" with the tag `{section.fill.tag}`" if section.fill and section.fill.tag else ""
        what = f"nothing new was found{tag} for the section `{section.name}`"
        yield _warning(edition, section, what, "lock it again later, or delete `fill`")


def _written(
    text: str, edition: Edition, chosen: Sequence[tuple[Section, tuple[Listed, ...]]], now: datetime
) -> tuple[str, dict[Mark, Problem]]:
    """Return the file with all that was chosen, and by its section what could not be written into it.

    The last section is written first, so that the places of the others stay what they are.
    """
    unwritten = dict[Mark, Problem]()
    for section, articles in reversed(chosen):
        picks = [(one.url, (one.title, f"{one.published:%Y-%m-%d}" if one.published else "")) for one in articles]
        changed = write_fill(text, section.mark, picks, f"{now:%Y-%m-%d}")
        if changed is None:
            lines = "; ".join(pick_line(url, indent="") for url, _ in picks)
            what = f"nothing can be written into the section `{section.name}` as it stands"
            unwritten[section.mark] = _warning(
                edition, section, what, f"run `digest fmt {edition.id}` and lock it again, or write {lines}"
            )
        text = changed or text
    return text, unwritten


def _warning(edition: Edition, section: Section, what: str, remedy: str) -> Problem:
    mark = section.fill.mark if section.fill else section.mark
    return Problem(edition.file, mark, what, remedy, Severity.WARNING)

"""The picks of an edition as its form shows them: the editor's words, what the page says, what can be chosen. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from digest.articles.model import Article
from digest.editing.page_reading import ReadingState
from digest.editing.preview import Preview
from digest.edition.candidates import Candidates
from digest.edition.checks import NEVER_READ
from digest.edition.form import PICK_WORDS
from digest.edition.form_limits import BEYOND
from digest.edition.model import Pick
from digest.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class PickForm:
    """One pick: its number through all sections, what its page says, what is to choose, `problems` that no field has.

    `reading` says of a page that was not read that it waits or is being read; `failed` why it could not be.
    """

    number: int
    pick: Pick
    page: Article
    offered: Candidates
    is_read: bool
    reading: str
    failed: str
    problems: tuple[Problem, ...]
    is_faulty: bool
    is_first: bool
    is_last: bool
    fixed: str
    fixed_related: str

    @property
    def is_beyond(self) -> bool:
        """Return whether the form has no room for it."""
        return self.fixed == BEYOND

    @property
    def title(self) -> str:
        """Return what the pick is called: its headline, or its address."""
        return self.offered.title or self.pick.url or "An address that cannot be read"

    @property
    def byline(self) -> str:
        """Return who wrote the article, as its page says."""
        return ", ".join(self.page.authors)


@dataclass(frozen=True, slots=True)
class SectionForm:
    """One section with its picks."""

    number: int
    name: str
    look: str
    picks: tuple[PickForm, ...]


@dataclass(frozen=True)
class PickForms:
    """Makes them: of an edition at one moment, `placed` being its problems by field, `fixed` what cannot be changed."""

    preview: Preview
    state: ReadingState
    placed: Mapping[str, Sequence[Problem]]
    fixed: Mapping[str, str]

    def sections(self) -> list[SectionForm]:
        """Return the sections in their order; none where the file cannot be read."""
        edition, first, forms = self.preview.found.edition, 0, list[SectionForm]()
        for at, section in enumerate(edition.sections if edition else ()):
            picks = tuple(self._pick(number, pick) for number, pick in enumerate(section.picks, first))
            forms.append(SectionForm(at, section.name, section.look, picks))
            first += len(section.picks)
        return forms

    @cached_property
    def _offered(self) -> list[Candidates]:
        return self.preview.candidates()

    def _pick(self, number: int, pick: Pick) -> PickForm:
        article = self.preview.found.lock.article(pick.url)
        own = {name: found for name, found in self.placed.items() if name.startswith(f"pick.{number}.")}
        shown = {f"pick.{number}.{key}" for key in (*PICK_WORDS, "topics")}
        shown |= {f"pick.{number}.related.{at}.title" for at in range(len(pick.related))}
        return PickForm(
            number=number,
            pick=pick,
            page=article or Article(pick.url),
            offered=self._offered[number],
            is_read=article is not None or not pick.url,  # of an address that is none its problem tells
            reading=self._reading(pick.url),
            failed=self.state.failed.get(pick.url, ""),
            problems=tuple(
                problem
                for name, found in own.items()
                for problem in found
                if name not in shown and not problem.what.startswith(NEVER_READ)  # which `reading` and `failed` say
            ),
            is_faulty=any(one.severity is Severity.ERROR for found in own.values() for one in found),
            is_first=number == 0,
            is_last=number == len(self._offered) - 1,
            fixed=self.fixed.get(f"pick.{number}", ""),
            fixed_related=self.fixed.get(f"pick.{number}.related", ""),
        )

    def _reading(self, url: str) -> str:
        if url in self.state.reading:
            return "is being read"
        return "waits to be read" if self.state.is_under_way and url not in self.state.failed else ""

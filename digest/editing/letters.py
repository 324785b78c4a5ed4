"""All letters of one edition: rendered per variant, checked as they are rendered, each only once.

Letters that look alike are one: without mirrors in the settings nobody's letter has any, and plain text is the text of
the same letter. What a process has rendered once it remembers, as long as templates and content are the same.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from markupsafe import escape

from digest.delivery.mail import Envelope, Letter
from digest.delivery.variant import AppealMode, LetterOptions, Variant, every_option
from digest.edition.cards import Card
from digest.edition.model import Edition
from digest.edition.sponsors_file import FILE
from digest.letter.blocks.sponsor import SponsorBlock
from digest.letter.letter import render
from digest.letter.preflight import SizeLimits, marks_of_templates, name_at_a_glance, preflight
from digest.letter.publication import Publication
from digest.letter.slots import ReaderLinks
from digest.letter.templates import TemplateBroken, Templates
from digest.letter.view import View, view
from digest.mime.composing import composing_fault
from digest.problem import START, Problem, Severity, stop_the_letter

_REMEMBERED = 128
_NUMBER = re.compile(r"\d+")
_render = lru_cache(_REMEMBERED)(render)
_preflight = lru_cache(_REMEMBERED)(preflight)
_name_at_a_glance = lru_cache(_REMEMBERED)(name_at_a_glance)


@dataclass(frozen=True, slots=True)
class EditionLetters:
    """Makes the letters of one edition; `languages` begin with its own."""

    edition: Edition
    cards: Sequence[Card]
    languages: Sequence[str]
    publication: Publication
    templates: Templates
    limits: SizeLimits
    envelope: Envelope | None
    _views: dict[Variant, View] = field(default_factory=dict, init=False, repr=False, compare=False)

    def make(self, variant: Variant) -> Letter:
        """Return the letter of one variant; raises `TemplateBroken` when the templates are not sound."""
        letter = _render(self.show(variant), Variant(variant.language), self.templates)
        html = "" if variant.options.plain else letter.html
        return replace(letter, variant=variant, html=html, envelope=self.envelope)

    def show(self, variant: Variant) -> View:
        """Return what the letter of one variant shows."""
        variant = replace(variant, options=self._looks(variant.options))
        if variant not in self._views:
            found = view(self.edition, self.cards, self.publication, variant, self.templates.phrase)
            self._views[variant] = found
        return self._views[variant]

    def different(self) -> Iterator[Letter]:
        """Yield every letter with all sections that looks unlike the others, those of its own language first."""
        options = dict.fromkeys(map(self._looks, every_option()))
        return (self.make(Variant(language, option)) for language in self.languages for option in options)

    def problems(self, letters: Iterable[Letter]) -> Iterator[Problem]:
        """Yield what is wrong with any of `letters`: all about the first one, what stops the letter about the others.

        What is wrong with several is said once.
        """
        told, texts = set[tuple[Severity, str]](), set[str]()
        for place, letter in enumerate(letters):
            found = [*self._problems_of(letter), *self._problems_of_composing(letter, letter.text not in texts)]
            texts.add(letter.text)
            for problem in found:
                kind = problem.severity, _NUMBER.sub("", problem.what.partition("(")[0])
                if kind not in told and (place == 0 or problem.severity is Severity.ERROR):
                    told.add(kind)
                    where = f" (in the letter `{letter.variant}`)" if place else ""
                    yield replace(problem, what=problem.what + where)

    def is_sound(self, variant: Variant) -> bool:
        """Return whether nothing stops the letter of a variant; of one of plain text the whole mail is looked at."""
        try:
            whole = self.make(Variant(variant.language, variant.options._replace(plain=False)))
        except TemplateBroken:
            return False
        return not stop_the_letter(self.problems([whole]))

    def _problems_of(self, letter: Letter) -> Iterator[Problem]:
        file, links = self.edition.file, ReaderLinks(self.publication.base_url, self.edition.id)
        yield from _preflight(letter, file, self.limits, links)
        shown = self.show(letter.variant)
        yield from self._missing_sponsor(letter, shown)
        yield from marks_of_templates(letter, shown)
        yield from _name_at_a_glance(letter, shown.title, shown.opening)

    def _missing_sponsor(self, letter: Letter, view: View) -> Iterator[Problem]:
        """Yield a problem where somebody is booked and a part of the letter does not say so."""
        booked = self.edition.sponsor
        if booked is None:
            return
        shown = next((one.label for one in view.blocks if isinstance(one, SponsorBlock)), "")
        is_there = shown in " ".join(letter.text.split()) and (escape(shown) in letter.html or not letter.html)
        if not (shown and is_there):
            what = f"`{booked.label[:80]}` is booked and not in the letter"
            yield Problem(FILE, booked.mark, what, "delete the overriding templates/email/blocks/sponsor.jinja")

    def _problems_of_composing(self, letter: Letter, also_plain: bool) -> Iterator[Problem]:
        """Yield a problem where the letter, or its text alone, cannot become a message for any reader."""
        fault = self._composing_fault(letter)
        if also_plain and not fault:
            fault = self._composing_fault(replace(letter, html=""))
        if fault:
            by_subject = not self._composing_fault(replace(letter, subject="Friday"))
            own = by_subject and letter.subject == self.edition.subject
            file = "templates/email/phrases.jinja" if by_subject and not own else self.edition.file
            mark = self.edition.mark_of("subject") if own else START
            remedy = f"write the {'subject' if by_subject else 'words'} without characters that nobody can see"
            yield Problem(file, mark, f"the letter cannot be made into a mail: {fault}", remedy)

    def _composing_fault(self, letter: Letter) -> str:
        own = self.publication
        return composing_fault(letter, Envelope(own.title, own.contact, "", own.title, own.base_url))

    def _looks(self, options: LetterOptions) -> LetterOptions:
        """Return the options as far as letters of this edition look different by them; plain text is left out."""
        return options.among(section.name for section in self.edition.sections)._replace(
            appeal=options.appeal if self.publication.appeal else AppealMode.SHOW,
            mirrors=options.mirrors and bool(self.publication.mirrors),
            plain=False,
        )

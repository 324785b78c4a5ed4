"""What one variant of a letter differs in, beside its language. Values and small decisions, pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import NamedTuple


class AppealMode(StrEnum):
    """How a letter asks for support."""

    SHOW = "show"
    WARN = "warn"  # with a word of warning above it, for readers whom giving may put in danger
    HIDE = "hide"


class LetterOptions(NamedTuple):
    """One reader's preferences, as far as the letter shows them.

    `without` names sections in the form `section_key` gives; the others are on or off (`SWITCHES`).
    """

    appeal: AppealMode = AppealMode.SHOW
    plain: bool = False
    discreet: bool = False
    mirrors: bool = False
    without: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return what is not usual, with hyphens: appeal mode, switches as their fields are called, fewer sections."""
        mode = [self.appeal.value] if self.appeal is not AppealMode.SHOW else []
        switched_on = [name for name in SWITCHES if getattr(self, name)]
        return "-".join([*mode, *switched_on, *(["fewer-sections"] if self.without else [])])

    def at_least(self, mode: AppealMode) -> "LetterOptions":
        """Return the options with the stricter of two modes: of those that protect a reader none is taken back."""
        stricter = max(self.appeal, mode, key=list(AppealMode).index)
        return self._replace(appeal=stricter)

    def leaves(self, sections: Iterable[str]) -> bool:
        """Return whether any of an edition's `sections` is left for this reader; a correction has none, and is."""
        wanted = [section_key(name) not in self.without for name in sections]
        return any(wanted) or not wanted

    def among(self, sections: Iterable[str]) -> "LetterOptions":
        """Return the options as far as they concern an edition of these `sections`: two that look alike are equal."""
        if not self.without:
            return self
        return self._replace(without=tuple(sorted({section_key(name) for name in sections}.intersection(self.without))))


SWITCHES = tuple(name for name, kind in LetterOptions.__annotations__.items() if kind is bool)
"""The names of the options that are on or off."""
USUAL = LetterOptions()
"""What almost everybody gets."""
SAFETY = ("appeal", "discreet", "mirrors")
"""The names of the options that protect a reader; no letter is given in another's place that differs in one of them."""


def every_option() -> Iterator[LetterOptions]:
    """Yield every combination of appeal mode and switches, the usual one first, all of them with all sections."""
    for mode in AppealMode:
        for switched in product((False, True), repeat=len(SWITCHES)):
            yield LetterOptions._make((mode, *switched, ()))


@dataclass(frozen=True, slots=True)
class MailboxRules:
    """At which mailboxes letters warn before they ask for support, or do not ask.

    Domains, or endings such as `.ru`, in ASCII.
    """

    warn: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()

    @property
    def modes(self) -> tuple[AppealMode, ...]:
        """Return the modes there are by these rules, for one mailbox or another."""
        ruled = ((AppealMode.WARN, self.warn), (AppealMode.HIDE, self.hide))
        return (AppealMode.SHOW, *(mode for mode, domains in ruled if domains))

    def mode(self, domain: str) -> AppealMode:
        """Return the mode for an address at `domain` (ASCII, lower case)."""
        if any(_covers(rule, domain) for rule in self.hide):
            return AppealMode.HIDE
        return AppealMode.WARN if any(_covers(rule, domain) for rule in self.warn) else AppealMode.SHOW


NO_RULES = MailboxRules()
"""Letters ask at every mailbox."""


def _covers(rule: str, domain: str) -> bool:
    return domain.endswith(rule) if rule.startswith(".") else domain == rule or domain.endswith(f".{rule}")


def section_key(name: str) -> str:
    """Return the form sections are compared in: editors write `News` one week and `NEWS ` the next."""
    return " ".join(name.casefold().split())


@dataclass(frozen=True, slots=True, order=True)
class Variant:
    """What letters of one edition may differ in: the language of the fixed words, and letter options."""

    language: str
    options: LetterOptions = USUAL

    def __str__(self) -> str:
        return "-".join(filter(None, (self.language, str(self.options))))


def nearest(wanted: Variant, there_are: Collection[Variant]) -> Variant | None:
    """Return the variant a reader gets who wants `wanted`: that very one, or the one that is most like it.

    One in the same language that differs in nothing of `SAFETY` and leaves out no section that the reader wants; of
    those the one with most of the reader's other options. None when there is no such one.
    """
    if wanted in there_are:
        return wanted
    options, unwanted = wanted.options, set(wanted.options.without)
    fitting = [
        variant
        for variant in there_are
        if variant.language == wanted.language
        and unwanted.issuperset(variant.options.without)
        and all(getattr(variant.options, name) == getattr(options, name) for name in SAFETY)
    ]
    return max(fitting, key=lambda variant: _likeness(variant.options, options), default=None)


def _likeness(found: LetterOptions, wanted: LetterOptions) -> tuple[int, int]:
    return sum(getattr(found, name) == getattr(wanted, name) for name in SWITCHES), len(found.without)

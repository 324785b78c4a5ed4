"""What one variant of a letter differs in, beside its language. Values and small decisions, pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
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

    def leaves(self, sections: Iterable[str]) -> bool:
        """Return whether any of an edition's `sections` is left for this reader."""
        return not self.without or any(section_key(name) not in self.without for name in sections)


SWITCHES = tuple(name for name, kind in LetterOptions.__annotations__.items() if kind is bool)
"""The names of the options that are on or off."""
USUAL = LetterOptions()
"""What almost everybody gets."""
EVERYTHING = LetterOptions(AppealMode.WARN, without=(), **dict.fromkeys(SWITCHES, True))
"""Every option at once: an approval signs all that a letter could show, not only what it shows usually."""


@dataclass(frozen=True, slots=True)
class MailboxRules:
    """At which mailboxes letters warn before they ask for support, or do not ask.

    Domains, or endings such as `.ru`, in ASCII.
    """

    warn: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()

    def mode(self, domain: str) -> AppealMode:
        """Return the mode for an address at `domain` (ASCII, lower case)."""
        if any(_covers(rule, domain) for rule in self.hide):
            return AppealMode.HIDE
        return AppealMode.WARN if any(_covers(rule, domain) for rule in self.warn) else AppealMode.SHOW


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

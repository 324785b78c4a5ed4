"""Who an edition is for: what is written down when it is opened, and what a frozen audience is made of. Values only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from digest.delivery.frozen import FrozenLetters


@dataclass(frozen=True, slots=True)
class Opening:
    """What is written down when an edition begins to go out.

    `opens_at` is the instant that waves are counted from, `in_waves` whether there is more than one; `pages` are the
    picked pages, so that a later edition does not repeat them; `override_reason` is a person's reason for a second
    letter in one week. `letters` are kept with it, and are what is sent. An audience that differs from the usual one by
    more than `audience_guard` per cent is not opened unless somebody approved it; 0 compares nothing. `told` is a key
    that is told in the same transaction.
    """

    edition: str
    fingerprint: str
    opens_at: datetime
    pages: tuple[str, ...] = ()
    ad_hoc: bool = False
    override_reason: str = ""
    in_waves: bool = False
    letters: FrozenLetters | None = None
    audience_guard: int = 0
    told: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """What a frozen audience is made of: how many to write to, and how many left out for which reason.

    `languages` maps those of the letters to how many would get theirs in it, as far as that was counted.
    """

    recipients: int
    excluded: Mapping[str, int]
    languages: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class AudienceQuery:
    """The question who could be written to at `now`, each with a variant and a wave, or a reason for exclusion.

    `languages` are those of the letters at hand, `default` is the language of a reader who asked for none of them.
    `wave_of` returns, for a reader's time zone, how many minutes after the edition opens it goes to them; without it
    all are at once. For a correction, `corrects` names the edition: whoever was not in its audience is not asked about,
    and whoever did not get it is left out.
    """

    languages: frozenset[str]
    default: str
    now: datetime
    wave_of: Callable[[str], int] | None = None
    corrects: str = ""

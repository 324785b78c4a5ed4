"""Doctor: check everything a send needs; for each thing, whether it is in order and what to do if not.

A check returns what is wrong in words, or an empty text; an error it raises is what is wrong. One mistake is told once:
what cannot be looked at because of it, or tells the same, says so only. No check changes anything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from digest.counted import counted
from digest.delivery.events import News, UnknownEvents
from digest.delivery.forgotten import Forgotten
from digest.delivery.ways_out import BEHIND, PAUSED_BEFORE
from digest.errors import NotChecked


@dataclass(frozen=True, slots=True)
class InOrder:
    """What a check that found no fault has to say all the same."""

    note: str


@dataclass(frozen=True, slots=True)
class Mild:
    """A fault that hinders no send, of something that would if it were worse."""

    fault: str


Check = Callable[[], str | InOrder | Mild]
TOLD = timedelta(days=30)
"""What is no fault of the newsroom, and came once, is told for so long."""


class ReaderRecords(Protocol):
    """What the doctor asks about the subscribers; each raises `NotChecked` when the list of readers does not open.

    Then the keys or the journal tell why.
    """

    def keys_fault(self) -> str:
        """Return why the keys do not belong to the database, in words; empty when they do."""
        ...

    def addresses_fault(self) -> str:
        """Return whose addresses cannot be decrypted, in words; empty when all can."""
        ...

    def confirmed(self) -> int:
        """Count the confirmed readers."""
        ...

    def last_written(self) -> list[datetime]:
        """Return when something was last written to the journal and the consent log."""
        ...

    def consent_log_faults(self, now: datetime, /) -> Sequence[str]:
        """List what is wrong with the consent log, and remember a break from `now` on."""
        ...

    def journal_fault(self) -> str:
        """Return what is wrong with the journal, every line of it looked at."""
        ...

    def unproven(self) -> int:
        """Count the confirmed readers whose only consent has the empty date of another program."""
        ...

    def held_back(self, day: date) -> tuple[int, int, int]:
        """Count the confirmations that were held back on a day (UTC): by the hour, a network's share, a domain's limit.

        The hour's limit is for all addresses together.
        """
        ...


class Level(StrEnum):
    """How a thing is that was checked."""

    OK = "ok"
    WARNING = "warning"  # it hinders no send, or nobody could look, for which something else is the reason
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked; `fault` and `unknown` are empty when it is in order.

    `unknown` says why it could not be looked at, `note` what is to be said of it in order. `hinders` says whether a
    send needs it; else a fault is something to think about.
    """

    what: str
    fault: str = ""
    hinders: bool = True
    unknown: str = ""
    note: str = ""

    @property
    def level(self) -> Level:
        """Return how it is."""
        if self.fault and self.hinders:
            return Level.ERROR
        return Level.WARNING if self.fault or self.unknown else Level.OK

    @property
    def why(self) -> str:
        """Return what is wrong with it, why nobody could look, or what is to be said of it in order."""
        return self.unknown or self.fault.partition("; ")[0] or self.note

    @property
    def what_to_do(self) -> str:
        """Return what to do about it."""
        return "" if self.unknown else self.fault.partition("; ")[2]

    def as_dict(self) -> dict[str, str]:
        """Return it under the names that programs rely on."""
        return {"what": self.what, "level": self.level.value, "why": self.why, "what_to_do": self.what_to_do}


def examine(
    checks: Mapping[str, Check],
    advice: Mapping[str, Check] = MappingProxyType({}),
    describe: Callable[[Exception], str] = str,
) -> Iterator[Finding]:
    """Run each check, and yield what it found under its name; what `advice` finds hinders nothing.

    `describe` puts any error in words for people.
    """
    told = dict[str, str]()
    for what, check in (*checks.items(), *advice.items()):
        hinders = what in checks
        try:
            fault = check()
        except NotChecked as error:
            yield Finding(what, hinders=hinders, unknown=str(error))
            continue
        except Exception as error:  # noqa: BLE001 - whatever one check meets, the others are made
            fault = describe(error)
        if isinstance(fault, InOrder):
            yield Finding(what, hinders=hinders, note=fault.note)
            continue
        if isinstance(fault, Mild):
            fault, hinders = fault.fault, False
        if fault in told:
            yield Finding(what, hinders=hinders, unknown=f"see {told[fault]}")
            continue
        if fault:
            told[fault] = what
        yield Finding(what, fault, hinders)


def publication_fault(open_publication: Callable[[], object]) -> str:
    """Return nothing: what is wrong with templates and languages is raised when they are opened."""
    open_publication()
    return ""


def consent_log_fault(records: ReaderRecords, now: datetime) -> str:
    """Return what is wrong with the consent log, in words; empty when nothing is."""
    return "; ".join(records.consent_log_faults(now))


def break_advice(breaks: Sequence[tuple[datetime, int]], now: datetime) -> str:
    """Return which breaks of the consent log were noticed in the last month, and at which record; empty for none."""
    lately = [f"on {at.date()} at entry {record:,}" for at, record in breaks if now - at <= TOLD]
    if not lately:
        return ""
    return f"a break of the consent log was noticed {', '.join(lately)}; `digest subscribers audit` goes on telling"


def journal_fault(records: ReaderRecords, forgotten: Mapping[str, Forgotten]) -> str:
    """Return what is wrong with the journal, or what the database forgot of some editions that wait for people."""
    if fault := records.journal_fault():
        return fault
    handed = [name for name, known in forgotten.items() if known.reason == BEHIND]
    paused = [name for name, known in forgotten.items() if known.reason == PAUSED_BEFORE]
    told = []
    if handed:
        told.append(
            f"this database is older than its journal: letters of {', '.join(handed)} were handed over of which it "
            "knows nothing; whoever got one is uncertain, and the edition is paused as soon as it is due"
        )
    if paused:
        told.append(
            f"{', '.join(paused)} had been paused, which only the journal had kept, and waits for `digest resume`"
        )
    return "; ".join(told)


def restore_advice(restores: Sequence[tuple[datetime, int, int | None]], now: datetime) -> str:
    """Return what restores of the last month have lost, in words; empty when the journal knows of nothing.

    Each was then, of a consent log of so many records, after which so many more are lost; None: nobody counted them.
    """
    return "; ".join(_loss(*one) for one in restores if one[2] != 0 and now - one[0] <= TOLD)


def _loss(at: datetime, kept: int, lost: int | None) -> str:
    many = {None: "what came after it is", 1: "1 later entry is"}.get(lost, f"{lost} later entries are")
    return (
        f"an older copy was put back on {at.date()}, whose consent log ended with record {kept:,}, and {many} lost: "
        "whoever signed up or moved after it was made has to do so again; whoever was imported, import again"
    )


def proof_advice(records: ReaderRecords) -> str:
    """Return how many readers were imported with a date that proves nothing, and what to do; empty when none were."""
    count = records.unproven()
    if not count:
        return ""
    were = counted(count, "confirmed reader was", "confirmed readers were")
    return (
        f"{were} imported with an empty date of another program (before 1995, or such as 2000-01-01 without a time), "
        "which proves no consent; they get letters still. `digest subscribers export` shows it as confirmed_at; "
        "whoever you have no other proof of, erase with `digest subscribers erase ID` and ask to sign up"
    )


def readers_fault(confirmed: int) -> str | InOrder:
    """Return that there is no reader; else how many there are."""
    if not confirmed:
        return "nobody is on the list; import readers, or put up the form of `digest subscribers snippet`"
    return InOrder(counted(confirmed, "confirmed reader"))


def signup_fault(records: ReaderRecords, day: date, letters_per_hour: int) -> str:
    """Return how many confirmations were held back on `day` (UTC), in words; empty when none were."""
    held = dict(zip(_HELD, records.held_back(day), strict=True))
    if not any(held.values()):
        return ""
    why = "; ".join(f"{number:,} {words.format(letters_per_hour)}" for words, number in held.items() if number)
    were = counted(sum(held.values()), "confirmation was", "confirmations were")
    return f"{were} held back today, to go out later: {why}; see whether it is abuse"


_HELD = (
    "because `letters_per_hour` ({:,}) was reached, of which a quarter is for those who wait",
    "because one network had its share of an hour's letters",
    "because one mail domain had as many as go to one, in an hour or a day",
)
"""Why a confirmation is held back, in the order of `ReaderRecords.held_back`."""


def events_fault(found: Sequence[UnknownEvents]) -> str:
    """Return what the ESP's events said lately that the program does not know, in words; empty when it knows all."""
    if not found:
        return ""
    told = [(_NEWS[one.news].format(what=one.what), one.times, one.last_at.date()) for one in found]
    return "; ".join(f"{what}, {counted(times, 'time')}, last on {day}" for what, times, day in told)


_NEWS = {
    News.WORD: "{what}: no reader was suppressed for it; look at the ESP what it means, and update the program",
    News.EDITION: "letters of {what}, which was never begun here: was an older database put back?",
    News.LETTERS: "letters of {what} that this log does not have as handed over: was an older database put back?",
    News.DELIVERY: "{what}: is the webhook of another newsroom's account set to this address?",
}
"""What to do about each kind of news; nothing of it names a reader."""

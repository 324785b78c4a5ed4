"""One row of an imported list: which cells there are, what each must hold, and what becomes of one that does not. Pure.

Without an address and a proof of consent a row is refused. Anything else that is not understood is left out with a
warning, and the reader is taken.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime
from functools import lru_cache
from unicodedata import category
from zoneinfo import ZoneInfo

from subscribers.policy.addresses import BadAddress, normalise
from subscribers.policy.consent_time import EARLIEST, BadTime, read_consent_time, read_time
from subscribers.policy.counted import counted
from subscribers.policy.csv_text import SEPARATORS, CellFault, Record, rearm
from subscribers.policy.import_header import COLUMNS, Header
from subscribers.policy.model import Status
from subscribers.policy.preferences import is_stored_form

_LONGEST_LANGUAGE = 16
LONGEST_EVIDENCE = 300
_NO_LINE = frozenset({"Cc", "Zl", "Zp", "Cs"})
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_NOT_SUPPRESSED = frozenset({"", "0", "no", "false"})
_GONE = frozenset({Status.REQUESTED, Status.UNSUBSCRIBED, Status.ERASED})
_LEFT_OUT = "; it is left out"
_LATEST = datetime(MAXYEAR, 1, 1, tzinfo=UTC)
"""The last year has no time in every zone."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A reader whom a list names, with the proof of consent; an empty `source` or `wording` is that of the list.

    `preferences` are as the table holds them.
    """

    record: Record
    header: Header
    address: str
    language: str
    confirmed_at: datetime
    zone: str = ""
    source: str = ""
    wording: str = ""
    paused_until: datetime | None = None
    preferences: str = ""

    def refused(self, reason: str) -> CellFault:
        """Return that this reader is not taken, at the place of the address."""
        return self.record.fault(self.header.positions["address"], reason)


def read_row(record: Record, header: Header, now: datetime) -> tuple[ImportRow | CellFault, list[CellFault]]:
    """Read the cells of a row, or say why it is refused; with the warnings about what was left out."""
    cells = [cell.replace("\ufeff", "").strip() for cell in record.cells]
    if any(cells[header.width :]):
        return record.fault(header.width, _ragged(cells, header)), []
    given = {name: rearm(cells[at]) for name, at in header.positions.items() if at < len(cells)}
    reader = _Cells(record, header, given, [])
    if refusal := reader.barred():
        return refusal, []
    try:
        confirmed_at = read_consent_time(given.get("confirmed_at", ""), now)
    except BadTime as fault:
        short = "" if header.positions["confirmed_at"] < len(cells) else f" ({_ragged(cells, header)})"
        return reader.fault("confirmed_at", f"{fault}{short}"), []
    try:
        address = normalise(given.get("address", ""))
    except BadAddress as fault:
        return reader.fault("address", f"the address is not taken: {fault}"), []
    language = reader.language()
    if len(given) == len(COLUMNS):  # most lists: nothing else to be read
        return ImportRow(record, header, address, language, confirmed_at), reader.warnings
    row = ImportRow(
        record,
        header,
        address,
        language,
        confirmed_at,
        reader.zone(),
        reader.evidence("source"),
        reader.evidence("wording"),
        reader.paused_until(),
        reader.preferences(),
    )
    return row, reader.warnings


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one row by the names of their columns; what is not understood becomes a warning."""

    record: Record
    header: Header
    given: Mapping[str, str]
    warnings: list[CellFault]

    def fault(self, column: str, reason: str) -> CellFault:
        return self.record.fault(self.header.positions[column], reason)

    def barred(self) -> CellFault | None:
        """Return why the list itself says that this reader must not be written to, as an export of ours does."""
        status = self.given.get("status", "").lower()
        if status in _GONE:
            return self.fault("status", f"the list says that this reader is {status}; only they can sign up again")
        if self.given.get("suppressed", "").lower() not in _NOT_SUPPRESSED:
            return self.fault("suppressed", "the list says that this address must not be mailed")
        return None

    def language(self) -> str:
        tag = self.given.get("language", "").lower().replace("_", "-")
        return self._understood("language", tag, is_language(tag), "is no language tag such as en, ru or pt-BR")

    def zone(self) -> str:
        zone = self.given.get("zone", "")
        return self._understood("zone", zone, is_zone(zone), "is no IANA time zone such as Europe/Riga")

    def evidence(self, column: str) -> str:
        text = self.given.get(column, "")
        what = f"holds an address, a line break or more than {LONGEST_EVIDENCE} characters"
        return self._understood(column, text, is_evidence(text), what)

    def paused_until(self) -> datetime | None:
        text = self.given.get("paused_until", "")
        found = read_time(text) if text else None
        fits = found is not None and EARLIEST <= found < _LATEST
        self._understood("paused_until", text, fits, "is no date such as 2025-03-31")
        return found if fits else None

    def preferences(self) -> str:
        text = self.given.get("preferences", "")
        fits = not text or is_stored_form(text)
        return self._understood("preferences", text, fits, "are not as an export writes them")

    def _understood(self, column: str, text: str, fits: bool, what: str) -> str:
        if not text or fits:
            return text
        self.warnings.append(self.fault(column, f"{column} {what}{_LEFT_OUT}"))
        return ""


def is_evidence(text: str) -> bool:
    """Return whether a source or a wording is one short line without an address; it is kept in the clear, for good."""
    return len(text) <= LONGEST_EVIDENCE and "@" not in text and _NO_LINE.isdisjoint(map(category, text))


@lru_cache(maxsize=1_024)
def is_zone(name: str) -> bool:
    """Return whether `name` is a time zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


@lru_cache(maxsize=1_024)
def is_language(tag: str) -> bool:
    """Return whether `tag`, in lower case, names a language that is known by name (CLDR)."""
    from babel import Locale

    fits = len(tag) <= _LONGEST_LANGUAGE and _TAG.fullmatch(tag) is not None
    return fits and tag.partition("-")[0] in Locale("en").languages


def _ragged(cells: list[str], header: Header) -> str:
    """Return what is wrong with a row that has not as many cells as there are columns."""
    has, mark = counted(len(cells), "cell"), SEPARATORS[header.separator].removesuffix("s")
    return f"{has} where line {header.line} has {header.width}; a {mark} inside a cell needs quotes around the cell"

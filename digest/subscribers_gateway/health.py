"""What a doctor asks about the subscribers; nothing of it names a reader but by the public id."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import func, select

from digest.counted import counted
from digest.errors import NotChecked
from subscribers.errors import SubscribersError
from subscribers.policy.model import Status
from subscribers.services.address_check import damaged
from subscribers.services.consent_audit import audit_consent, record_break
from subscribers.services.counts import count_forms
from subscribers.services.form_decision import HeldBy
from subscribers.storage.consent_times import count_unproven
from subscribers.storage.journal_file import JournalLost
from subscribers.storage.noted_heads import Break, Restored, find_heads
from subscribers.storage.store import Store
from subscribers.storage.tables import consent_record

_TOLD = 100
_CLOSED = "not looked at, for the list of readers does not open"


@contextmanager
def _opening() -> Iterator[None]:
    """Raise `NotChecked` where the list of readers does not open: the checks of keys and journal tell why."""
    try:
        yield
    except SubscribersError as error:
        raise NotChecked(_CLOSED) from error


class SubscribersHealth:
    """What the doctor asks about the subscribers; see `digest.operating.doctor.ReaderRecords`."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        """Keep the function that opens the store: opening it may be what fails."""
        self._open_store = open_store

    def keys_fault(self) -> str:
        """Return why the keys do not belong to the database, in words; empty when they do."""
        try:
            self._open_store()
        except JournalLost as error:  # told by the check of the journal
            raise NotChecked(_CLOSED) from error
        except SubscribersError as error:
            return str(error)
        return ""

    def addresses_fault(self) -> str:
        """Return whose addresses cannot be decrypted, in words; empty when all can, each of which was tried."""
        with _opening():
            found = list(damaged(self._open_store()))
        if not found:
            return ""
        ids = f"{', '.join(found[:_TOLD])}{' and others' if len(found) > _TOLD else ''}"
        get = counted(len(found), "reader gets", "readers get")
        return (
            f"{get} no letter because what is stored of them is damaged: {ids}; restore a backup, "
            "or erase them with `digest subscribers erase ID`"
        )

    def opening_fault(self) -> str:
        """Return why the list of readers does not open, or why no edition may be sent to it; empty when it may."""
        try:
            self._open_store().journal.file.verify()
        except SubscribersError as error:
            return str(error)
        return ""

    def consent_log_faults(self, now: datetime) -> Sequence[str]:
        """List what is wrong with the consent log, and remember a break from `now` on."""
        with _opening():
            store = self._open_store()
            found = audit_consent(store)
            record_break(store, found, now)
            return found.log.faults

    def breaks(self) -> Sequence[Break]:
        """Return when a break of the consent log was noticed, and at which record, whether or not it is mended."""
        with _opening():
            return find_heads(self._open_store().journal.file.lines()).breaks

    def restores(self) -> Sequence[Restored]:
        """Return when older databases were put back, what their consent logs ended with, and what of it is lost."""
        with _opening():
            return find_heads(self._open_store().journal.file.lines()).restores

    def journal_fault(self) -> str:
        """Return what is wrong with the journal, every line of it looked at."""
        try:
            with _opening():
                self._open_store().journal.file.verify()
        except NotChecked as error:
            if isinstance(error.__cause__, JournalLost):
                return str(error.__cause__)
            raise
        return ""

    def confirmed(self) -> int:
        """Count the confirmed readers."""
        with _opening():
            return self._open_store().counts()[Status.CONFIRMED]

    def last_written(self) -> list[datetime]:
        """Return the times of the last line of the journal and of the last consent record."""
        with _opening():
            store = self._open_store()
            lines = [line.at for line in store.journal.file.lines()][-1:]
        with store.reading.connect() as connection:
            last = connection.scalar(select(func.max(consent_record.c.at)))
        return [datetime.fromisoformat(at) for at in (*lines, last) if at]

    def unproven(self) -> int:
        """Count the confirmed readers whose only consent has the empty date of another program."""
        with _opening():
            return count_unproven(self._open_store())

    def held_back(self, day: date) -> tuple[int, int, int]:
        """Count the confirmations that were held back on a day (UTC): by the hour, a network's share, a domain's limit.

        The hour's limit is for all addresses together.
        """
        with _opening():
            forms = count_forms(self._open_store(), day)
        return forms.get(HeldBy.HOUR, 0), forms.get(HeldBy.NETWORK, 0), forms.get(HeldBy.DOMAIN, 0)

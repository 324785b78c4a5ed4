"""What a doctor looks at, joined: each check with the parts of a newsroom that it is about."""

from pathlib import Path

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.errors import DigestError
from digest.operating import doctor
from digest.storage.engine import unanswered
from digest.storage.forgotten_editions import forgotten_editions
from digest.storage.settlements import SqlSettlements
from subscribers.errors import SubscribersError


def doctor_checks(room: Newsroom) -> dict[str, doctor.Check]:
    """Return everything a doctor looks at, by name."""
    records, clock = room.reader_records, room.clock
    checks: dict[str, doctor.Check] = {
        "settings": lambda: "",
        # before anything opens the database, which makes the folder private
        "privacy of data": lambda: doctor.privacy_fault(room.folder / "data"),
        "templates and languages": lambda: doctor.publication_fault(lambda: room.publication),
        "database": lambda: unanswered(room.database),
        "readers' keys": records.keys_fault,
        "journal": lambda: doctor.journal_fault(records, forgotten_editions(room.database)),
        "consent log": lambda: doctor.consent_log_fault(records, clock.now()),
        "the ESP's events": lambda: doctor.events_fault(
            SqlSettlements(room.database).unknown_since(clock.now() - doctor.TOLD)
        ),
        "sign-ups": lambda: doctor.signup_fault(records, clock.now().date(), room.settings.web.letters_per_hour),
    }
    if room.settings.delivery.transport == "sendgrid":
        sender = room.settings.sender.address
        checks["SendGrid takes a letter (sandbox)"] = lambda: _rehearsal_fault(room, sender)
    return checks


def _rehearsal_fault(room: Newsroom, sender: str) -> str:
    assessor = Services(room).assessor()
    try:
        return doctor.rehearsal_fault(room.editions, assessor, lambda: room.sendgrid(sandbox=True), sender)
    except SubscribersError as error:  # the database does not open with these keys
        raise DigestError(str(error)) from None


def doctor_advice(room: Newsroom) -> dict[str, doctor.Check]:
    """Return what a doctor looks at though no send depends on it, by name."""

    def placement_fault() -> str:  # opens the database only when it is asked: see `doctor_checks`
        folders = [room.folder, *(Path(file).parent for file in [room.database.url.database] if file)]
        return doctor.placement_fault(room.key_file, folders)

    return {
        "place of the keys": placement_fault,
        "dates of consent": lambda: doctor.proof_advice(room.reader_records),
        "earlier breaks of the consent log": lambda: doctor.break_advice(
            room.reader_records.breaks(), room.clock.now()
        ),
        "readers lost by a restore": lambda: doctor.restore_advice(room.reader_records.restores(), room.clock.now()),
    }

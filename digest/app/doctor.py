"""What a doctor looks at, joined: each check with the parts of a newsroom that it is about.

Nothing changes by it: `examine_newsroom` opens copies of the database and the journal, and asks nobody but the ESP what
its key may do.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from digest.app.container import Newsroom
from digest.app.failures import in_words
from digest.app.looking import CopiedNewsroom
from digest.app.paths import OUTBOX, database_file, find_newsroom
from digest.app.services import Services
from digest.app.transport_check import transport_check
from digest.calendar.plan import next_edition
from digest.delivery.standing import Stage
from digest.errors import DigestError, InputProblems, NotChecked
from digest.operating import doctor, surroundings
from digest.operating.doctor import Check, Finding, InOrder, examine
from digest.operating.editors import desk_advice
from digest.problem import Problem, Severity
from digest.storage.disk import free_bytes, unwritable
from digest.storage.engine import damaged_pages, unanswered
from digest.storage.forgotten_editions import forgotten_editions
from digest.storage.settlements import SqlSettlements

_MOVING = "not looked at, for letters are being handed over at this moment; look again afterwards"


def examine_newsroom(named: Path | None, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what a doctor finds of the newsroom that is `named`, or meant; of one that does not open, why, too."""
    try:
        folder = find_newsroom(named, environment)
    except DigestError as error:
        yield Finding("newsroom", str(error))
        return
    try:
        room = CopiedNewsroom(folder, environment)
    except InputProblems as error:
        yield from map(_of_settings, error.problems)
        yield from examine(_machine_checks(folder), describe=in_words)
        return
    except DigestError as error:
        yield Finding("settings", str(error))
        return
    with room:
        yield from map(_of_settings, room.warnings)
        yield from examine(doctor_checks(room), doctor_advice(room), in_words)


def _of_settings(problem: Problem) -> Finding:
    place = f"{problem.file}:{problem.mark.line}:{problem.mark.column}"
    return Finding("settings", f"{place}: {problem.what}; {problem.remedy}", problem.severity is Severity.ERROR)


def _machine_checks(folder: Path, database: Path | None = None) -> dict[str, Check]:
    """Return what needs no settings."""
    written = [folder / "data", folder / OUTBOX, *([database] if database else [])]
    return {
        "privacy of data": lambda: surroundings.privacy_fault(folder / "data"),
        "rights": lambda: surroundings.rights_fault(unwritable(written)),
        "room on the disk": lambda: surroundings.room_fault(free_bytes(folder / "data")),
    }


def doctor_checks(room: Newsroom) -> dict[str, Check]:
    """Return everything a doctor looks at that a send needs, by name."""
    records, clock, settings = room.reader_records, room.clock, room.settings
    file = database_file(room.folder, settings.database.url)
    asked = transport_check(settings, room.folder / OUTBOX, room.secret)
    checks: dict[str, Check] = {
        "settings": lambda: "",
        **_machine_checks(room.folder, file),
        "templates and languages": lambda: doctor.publication_fault(lambda: room.publication),
        "database": lambda: _database_fault(room, file),
        "readers' keys": records.keys_fault,
        "readers' addresses": records.addresses_fault,
        "journal": lambda: _unless_moving(room, _journal_fault(room)),
        "consent log": lambda: _unless_moving(room, doctor.consent_log_fault(records, clock.now())),
        "the ESP's events": lambda: doctor.events_fault(
            SqlSettlements(room.database).unknown_since(clock.now() - doctor.TOLD)
        ),
        "transport": lambda: asked().finding,
        "clock": lambda: surroundings.clock_fault(
            clock.now(), settings.schedule.plan.zone, _written(room), asked().date
        ),
    }
    if settings.delivery.transport == "sendgrid":
        checks["address of readers' pages"] = lambda: surroundings.base_url_fault(settings.digest.base_url)
    return checks


def doctor_advice(room: Newsroom) -> dict[str, Check]:
    """Return what a doctor looks at though no send depends on it, by name."""
    settings, now = room.settings, room.clock.now
    file = database_file(room.folder, settings.database.url)

    def placement_fault() -> str:
        folders = [room.folder, *([file.parent] if file else [])]
        return surroundings.placement_fault(room.key_file, folders)

    advice: dict[str, Check] = {
        "place of the keys": placement_fault,
        "sign-ups": lambda: doctor.signup_fault(room.reader_records, now().date(), settings.web.letters_per_hour),
        "dates of consent": lambda: doctor.proof_advice(room.reader_records),
        "earlier breaks of the consent log": lambda: doctor.break_advice(room.reader_records.breaks(), now()),
        "readers lost by a restore": lambda: doctor.restore_advice(room.reader_records.restores(), now()),
        "readers": lambda: doctor.readers_fault(room.reader_records.confirmed()),
        "editors": lambda: surroundings.editors_fault(settings.editor_addresses),
        "next edition": lambda: _next_edition(room),
    }
    if settings.desk.enabled:
        from digest.app.desk import editor_access

        advice["desk"] = lambda: desk_advice(editor_access(room).states())
    if settings.delivery.transport == "sendgrid":
        from digest.app.web import webhook_fault

        advice["webhook"] = lambda: webhook_fault(room)
    else:
        advice["address of readers' pages"] = lambda: surroundings.base_url_fault(settings.digest.base_url)
    return advice


def _database_fault(room: Newsroom, file: Path | None) -> str | InOrder:
    if file and not file.exists():
        return InOrder("none yet; whatever first changes something makes it")
    fault = unanswered(room.database) or damaged_pages(room.database)
    if fault or not (isinstance(room, CopiedNewsroom) and room.was_behind):
        return fault
    return InOrder("of an earlier version; the next command that uses it brings it up to date")


def _journal_fault(room: Newsroom) -> str:
    return doctor.journal_fault(room.reader_records, forgotten_editions(room.database))


def _unless_moving(room: Newsroom, fault: str) -> str:
    """Return the `fault`, unless copies of two moments may have made it; raises `NotChecked` then."""
    if fault and isinstance(room, CopiedNewsroom) and room.is_moving:
        raise NotChecked(_MOVING)
    return fault


def _written(room: Newsroom) -> list[datetime]:
    """Return when something was last written; nothing where that is not known, of which other checks tell."""
    try:
        return room.reader_records.last_written()
    except Exception:  # noqa: BLE001 - whatever it is, the checks of database, keys and journal met it before
        return []


def _next_edition(room: Newsroom) -> str | InOrder:
    """Return where the next edition stands, in one line: its problems are for `digest check`."""
    room.reader_records.confirmed()  # raises `NotChecked` where the list of readers does not open
    edition = next_edition(room.settings.schedule.plan, room.clock.now())
    stands = Services(room).standings().of(edition)
    if stands.stage in (Stage.READY, Stage.WAITING, Stage.SENDING, Stage.SENT, Stage.SKIPPED):
        return InOrder(f"{edition} is {stands}")
    if stands.stage is Stage.ABSENT:
        return f"{edition} is {stands}; write editions/{edition}.yaml"
    return f"{edition} is {stands}".replace("; ", ", ") + f"; see `digest check {edition}`"

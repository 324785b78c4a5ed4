"""Whether a form's mail goes out, waits, or never goes: decided inside the transaction that counts it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from subscribers.policy.caps import HOUR, LastHour, MailKind, domain_is_full, may_write, must_wait
from subscribers.policy.mailboxes import Fingerprints
from subscribers.policy.model import Status
from subscribers.storage.signup_log import Lost, count_mails, earlier_mails, mails_to_domain
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import is_barred, may_ask_once, reason_for
from subscribers.storage.waiting_line import domain_waits, waits


class SignupOutcome(StrEnum):
    """What became of a request; counted by day, shown to nobody outside."""

    WRITTEN = "written"  # a confirmation mail is on its way
    KNOWN = "known"  # here already: got the link to the preferences instead
    CAPPED = "capped"  # this mailbox got enough mails from forms
    PAUSED = "paused"  # waits in line: all addresses together, its network or its domain had enough
    SUPPRESSED = "suppressed"
    NO_ADDRESS = "no_address"  # not a valid address


class HeldBy(StrEnum):
    """What makes a request wait in line, as it is counted by day in the place of `SignupOutcome.PAUSED`."""

    HOUR = "paused"  # all addresses together had the letters of this hour; earlier versions counted all three so
    NETWORK = "paused: its network"  # asked for more than its share of them
    DOMAIN = "paused: its domain"  # got enough letters, or others of it wait


class Decision(NamedTuple):
    """What becomes of a demand, and the word by which that is counted."""

    outcome: SignupOutcome
    counted: str


@dataclass(frozen=True, slots=True)
class Demand:
    """A mail that a form wants written: to whom, of which kind, when, and which one of its network in this hour."""

    found_by: Fingerprints
    kind: MailKind
    now: datetime
    of_network: int = 1


def decide(store: Store, connection: Connection, demand: Demand, lost: Lost, letters_per_hour: int) -> Decision:
    """Return what becomes of a new demand; the same is asked of the database whatever it comes to."""
    now, found_by = demand.now, demand.found_by
    in_line = waits(connection, found_by.mailbox, now)
    # who comes later does not overtake those of the same domain who wait
    full = domain_is_full(mails_to_domain(connection, found_by, now), now) | domain_waits(
        connection, found_by.domain, now
    )
    held_by = _held_by(demand, count_mails(connection, now - HOUR), letters_per_hour, full=full)
    refused = refusal(store, connection, demand, lost)
    if not refused and not in_line and held_by:
        return Decision(SignupOutcome.PAUSED, held_by)
    written = SignupOutcome.KNOWN if demand.kind is MailKind.KNOWN else SignupOutcome.WRITTEN
    outcome = refused or (SignupOutcome.CAPPED if in_line else written)
    return Decision(outcome, outcome)


def _held_by(demand: Demand, hour: LastHour, letters_per_hour: int, *, full: bool) -> HeldBy | None:
    """Return what makes a demand wait, first what concerns most readers; `full`: its domain has had enough."""
    if must_wait(demand.kind, hour, 1, letters_per_hour):  # it would wait even as the first of its network
        return HeldBy.HOUR
    if must_wait(demand.kind, hour, demand.of_network, letters_per_hour):
        return HeldBy.NETWORK
    return HeldBy.DOMAIN if full else None


def refusal(store: Store, connection: Connection, demand: Demand, lost: Lost) -> SignupOutcome | None:
    """Return why a mail must not be written, however much room there is; None when it may."""
    found_by, kind = demand.found_by, demand.kind
    known = store.find_by_index(connection, found_by.address)
    confirmed = gets_letters(connection, known, found_by.address)
    allowed = may_write(kind, earlier_mails(connection, found_by, demand.now, lost), demand.now)
    permitted = may_ask_once(connection, found_by.address)
    if is_barred(connection, found_by) and not (permitted and kind is MailKind.CONFIRM):
        return SignupOutcome.SUPPRESSED
    # confirmed or left since the mail was written: it would say the wrong thing
    outdated = kind is not MailKind.MOVE and confirmed is not (kind is MailKind.KNOWN)
    return SignupOutcome.CAPPED if outdated or not allowed else None


def gets_letters(connection: Connection, known: tuple[int, Status] | None, address_index: bytes) -> bool:
    """Return whether an address is that of a confirmed reader, not suppressed: then there is nothing to confirm."""
    suppressed = reason_for(connection, address_index) is not None
    return known is not None and known[1] is Status.CONFIRMED and not suppressed

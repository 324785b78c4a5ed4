"""Events are about the mailbox a mail went to: a reader's former one, a stranger's, whoever has it now."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from digest.app.reader_mail import QueuedReaderMail
from digest.app.web import form_mail_of
from digest.delivery.events import Event, Kind
from digest.delivery.mail import TransactionalMail
from digest.delivery.statuses import Status
from digest.sending.delivery_events import record_events
from subscribers.policy.addresses import index
from subscribers.policy.caps import REMEMBERED
from subscribers.policy.model import Status as Consent
from subscribers.policy.model import SuppressionReason
from subscribers.services.confirmation import confirm
from subscribers.services.form_decision import SignupOutcome
from subscribers.services.login_link import ask_for_link
from subscribers.services.retention import apply_retention
from subscribers.services.signup import SignupRequest, request, request_move
from subscribers.services.suppression import unsuppress
from subscribers.storage.suppression_list import reason_for
from tests.standins.forms import PER_HOUR, SentMail, join
from tests.standins.sample import EDITION, NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + DAY


def record(newsroom: Newsroom, *events: Event) -> int:
    return record_events(events, newsroom.settlements, newsroom.subscribers, newsroom.mail_queue)


def name_of_delivery(newsroom: Newsroom, number: int) -> str:
    ((recipient,), _) = newsroom.subscribers.consenting(EDITION, [number], NOW)
    return recipient.delivery


def move(newsroom: Newsroom, number: int, address: str, at_days: int = 1) -> None:
    mail, at = SentMail(), NOW + at_days * DAY
    assert request_move(newsroom.store, mail, number, address, at, PER_HOUR) is SignupOutcome.WRITTEN
    assert confirm(newsroom.store, mail.tokens[-1], at)


def reason_of(newsroom: Newsroom, address: str) -> SuppressionReason | None:
    with newsroom.engine.connect() as connection:
        return reason_for(connection, index(newsroom.store.keyring, address))


def event(kind: Kind, name: str, because: Kind | None = None, after: timedelta = 3 * DAY) -> Event:
    return Event(f"{kind}-{name}"[:100], kind, name, NOW + after, because=because)


@pytest.mark.parametrize(
    ("kind", "because", "reason"),
    [
        (Kind.BOUNCED, None, SuppressionReason.HARD_BOUNCE),
        (Kind.COMPLAINED, None, SuppressionReason.COMPLAINT),
        (Kind.DROPPED, Kind.BOUNCED, SuppressionReason.HARD_BOUNCE),
        (Kind.DROPPED, Kind.COMPLAINED, SuppressionReason.COMPLAINT),
        (Kind.DROPPED, Kind.UNSUBSCRIBED, SuppressionReason.LEFT),
        (Kind.BLOCKED, None, SuppressionReason.LEFT),
    ],
)
def test_an_event_about_the_letter_to_a_former_mailbox_leaves_the_new_one_alone(
    newsroom: Newsroom, kind: Kind, because: Kind | None, reason: SuppressionReason
) -> None:
    anna = join(newsroom.store, "old@example.org", NOW)
    name = name_of_delivery(newsroom, anna)
    move(newsroom, anna, "new@example.org")
    record(newsroom, event(kind, name, because))
    person, _ = newsroom.store.get(anna)
    assert (person.status, person.suppressed) == (Consent.CONFIRMED, None)
    assert reason_of(newsroom, "old@example.org") is reason
    record(newsroom, event(Kind.BOUNCED, name_of_delivery(newsroom, anna)))
    assert newsroom.store.get(anna)[0].suppressed is SuppressionReason.HARD_BOUNCE, "and that of the new one hits it"


def test_of_several_mailboxes_the_event_hits_the_one_its_letter_went_to(newsroom: Newsroom) -> None:
    anna = join(newsroom.store, "m0@example.org", NOW)
    names = [name_of_delivery(newsroom, anna)]
    for number in (1, 2):
        move(newsroom, anna, f"m{number}@example.org", number)
        names.append(name_of_delivery(newsroom, anna))
    assert len(set(names)) == 3
    assert set(newsroom.subscribers.deliveries(names).values()) == {(EDITION, anna)}
    record(newsroom, event(Kind.BOUNCED, names[1]))
    reasons = [reason_of(newsroom, f"m{number}@example.org") for number in range(3)]
    assert reasons == [SuppressionReason.LEFT, SuppressionReason.HARD_BOUNCE, None]


def test_leaving_by_an_old_letter_is_leaving(newsroom: Newsroom) -> None:
    anna = join(newsroom.store, "old@example.org", NOW)
    name = name_of_delivery(newsroom, anna)
    move(newsroom, anna, "new@example.org")
    record(newsroom, event(Kind.UNSUBSCRIBED, name, after=DAY - HOUR))
    assert newsroom.store.get(anna)[0].status is Consent.CONFIRMED, "who left before, and moved then, wants the letter"
    record(newsroom, event(Kind.UNSUBSCRIBED, name))
    assert newsroom.store.get(anna)[0].status is Consent.UNSUBSCRIBED


def test_a_mailbox_that_is_no_longer_known_is_nobodys(newsroom: Newsroom) -> None:
    anna = join(newsroom.store, "old@example.org", NOW)
    name = name_of_delivery(newsroom, anna)
    move(newsroom, anna, "new@example.org")
    apply_retention(newsroom.store, timedelta(days=999), LATER + REMEMBERED - HOUR)
    assert rows(newsroom, "former_mailbox") == 1
    apply_retention(newsroom.store, timedelta(days=999), LATER + REMEMBERED)
    assert rows(newsroom, "former_mailbox") == 0
    record(newsroom, event(Kind.BOUNCED, name, after=40 * DAY))
    assert newsroom.store.get(anna)[0].suppressed is None
    assert reason_of(newsroom, "old@example.org") is SuppressionReason.LEFT


def test_a_mailbox_that_a_restored_database_has_not_heard_of_is_nobodys(newsroom: Newsroom) -> None:
    anna = join(newsroom.store, "old@example.org", NOW)
    (ahead,) = newsroom.subscribers._names.encode(EDITION, [anna], [1])
    record(newsroom, event(Kind.BOUNCED, ahead))
    assert newsroom.store.get(anna)[0].suppressed is None


def rows(newsroom: Newsroom, table: str) -> int:
    with newsroom.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar() or 0)  # noqa: S608


def test_what_an_esp_lists_as_unsubscribed_has_left(newsroom: Newsroom, readers: dict[str, int]) -> None:
    record(newsroom, event(Kind.DROPPED, name_of_delivery(newsroom, readers["anna"]), Kind.UNSUBSCRIBED))
    assert newsroom.store.get(readers["anna"])[0].status is Consent.UNSUBSCRIBED


def test_a_late_copy_does_not_undo_what_the_newsroom_lifted(newsroom: Newsroom, readers: dict[str, int]) -> None:
    anna, bounce = readers["anna"], event(Kind.BOUNCED, name_of_delivery(newsroom, readers["anna"]), after=DAY)
    record(newsroom, bounce)
    found = newsroom.store.address_index(anna)
    assert found
    assert unsuppress(newsroom.store, found, "by hand", NOW + 2 * DAY)
    record(newsroom, bounce)
    assert newsroom.store.get(anna)[0].suppressed is None
    record(newsroom, event(Kind.BOUNCED, bounce.delivery))
    assert newsroom.store.get(anna)[0].suppressed is SuppressionReason.HARD_BOUNCE, "a new bounce counts"


def sign_up(newsroom: Newsroom, address: str) -> str:
    """Fill in the form; return the name of the mail that goes out for it."""
    form = SignupRequest(address, "en", "the form", "2026-09-01")
    request(newsroom.store, form_mail_of(newsroom).writer, form, NOW, PER_HOUR)
    claimed = newsroom.mail_queue.claim(NOW)
    assert claimed
    newsroom.mail_queue.finish(claimed, Status.ACCEPTED, "")
    return claimed.mail.name


@pytest.mark.parametrize(
    ("kind", "because", "reason"),
    [
        (Kind.BOUNCED, None, SuppressionReason.HARD_BOUNCE),
        (Kind.COMPLAINED, None, SuppressionReason.COMPLAINT),
        (Kind.DROPPED, Kind.BOUNCED, SuppressionReason.HARD_BOUNCE),
        (Kind.DROPPED, Kind.COMPLAINED, SuppressionReason.COMPLAINT),
        (Kind.DROPPED, Kind.UNSUBSCRIBED, None),
        (Kind.DROPPED, None, None),
        (Kind.BLOCKED, None, None),
        (Kind.UNKNOWN, None, None),
    ],
)
def test_an_event_about_a_confirmation_mail_is_about_the_address_it_went_to(
    newsroom: Newsroom, kind: Kind, because: Kind | None, reason: SuppressionReason | None
) -> None:
    name = sign_up(newsroom, "victim@example.org")
    record(newsroom, event(kind, name, because))
    assert reason_of(newsroom, "victim@example.org") is reason
    form = SignupRequest("victim@example.org", "en", "the form", "2026-09-01")
    again = request(newsroom.store, SentMail(), form, NOW + 2 * DAY, PER_HOUR)
    assert again is (SignupOutcome.SUPPRESSED if reason else SignupOutcome.WRITTEN)


@pytest.mark.parametrize("kind", [Kind.BOUNCED, Kind.COMPLAINED, Kind.UNSUBSCRIBED])
def test_an_event_about_the_link_to_preferences_is_about_its_reader(
    newsroom: Newsroom, readers: dict[str, int], kind: Kind
) -> None:
    writer = form_mail_of(newsroom).writer
    assert isinstance(writer, QueuedReaderMail)
    assert ask_for_link(newsroom.store, writer, readers["anna"], NOW)
    claimed = newsroom.mail_queue.claim(NOW)
    assert claimed
    record(newsroom, event(kind, claimed.mail.name))
    _, excluded = newsroom.subscribers.consenting(EDITION, list(readers.values()), NOW)
    assert excluded == {readers["anna"]: "unsubscribed" if kind is Kind.UNSUBSCRIBED else "suppressed"}


def test_a_complaint_about_a_mail_that_was_confirmed_afterwards_is_too_old(newsroom: Newsroom) -> None:
    name = sign_up(newsroom, "anna@example.org")
    mail = SentMail()
    form = SignupRequest("anna@example.org", "en", "the form", "2026-09-01")
    request(newsroom.store, mail, form, NOW + 2 * DAY, PER_HOUR)
    assert confirm(newsroom.store, mail.tokens[-1], NOW + 2 * DAY)
    record(newsroom, event(Kind.COMPLAINED, name, after=DAY))
    assert reason_of(newsroom, "anna@example.org") is None


def test_an_event_about_an_editors_mail_is_about_no_reader(newsroom: Newsroom, readers: dict[str, int]) -> None:
    mail = TransactionalMail("anna@example.org", "Report", "T\n", "<p>T</p>", "en")
    newsroom.mail_queue.enqueue("report", [mail], NOW, LATER)
    claimed = newsroom.mail_queue.claim(NOW)
    assert claimed
    record(newsroom, event(Kind.BOUNCED, claimed.mail.name), event(Kind.COMPLAINED, "letter-nobody-knows"))
    assert newsroom.store.counts()["suppressed"] == 0
    assert readers

"""The line: nobody is lost in it, nobody pushes in, and one network cannot fill it for the others."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from digest.app.container import Newsroom
from subscribers.policy.addresses import index
from subscribers.policy.caps import LINE_HOURS, MailKind
from subscribers.policy.model import SuppressionReason
from subscribers.services.confirmation import confirm
from subscribers.services.form_decision import SignupOutcome
from subscribers.services.signup import SignupRequest, request, request_move
from subscribers.services.suppression import suppress, unsuppress
from subscribers.services.waiting_line import asks_for_proof, write_waiting
from subscribers.storage.sessions import open_session
from subscribers.storage.suppression_list import suppress_address
from tests.standins.forms import SentMail, join
from tests.standins.sample import NOW

PER_HOUR = 20
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Door:
    """Takes sign-ups of many people, each at a provider where people have nothing to do with one another."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.store, self.mail, self.number = newsroom.store, SentMail(), 0

    def ask(self, network: str, now: datetime = NOW, address: str = "", of_network: int = 1) -> SignupOutcome:
        self.number += 1
        address = address or f"{network}.{self.number}@ukr.net"
        signup = SignupRequest(address, "uk", "form", "w", network.encode(), of_network)
        return request(self.store, self.mail, signup, now, PER_HOUR)

    def go(self, now: datetime) -> list[str]:
        """Let the line move; return the networks of those whose mail was written."""
        before = len(self.mail.carried)
        write_waiting(self.store, self.mail, now, PER_HOUR)
        return [address.partition(".")[0] for _, address, _ in self.mail.carried[before:]]


@pytest.fixture
def door(newsroom: Newsroom) -> Door:
    return Door(newsroom)


def test_whom_the_breaker_holds_gets_a_letter_that_confirms_when_it_closes(door: Door) -> None:
    outcomes = Counter(door.ask("many", NOW, of_network=number) for number in range(1, 31))
    assert outcomes == {SignupOutcome.WRITTEN: 1, SignupOutcome.PAUSED: 29}
    hours = 0
    while len(door.mail.carried) < 30 and hours < 3:
        door.go(NOW + hours * HOUR)
        hours += 1
    assert len({address for _, address, _ in door.mail.carried}) == 30
    assert confirm(door.store, door.mail.tokens[-1], NOW + 3 * HOUR)
    assert door.store.counts()["confirmed"] == 1


@pytest.mark.slow
def test_never_more_than_the_breaker_allows_in_any_hour(door: Door) -> None:
    times: list[datetime] = []
    for minute in range(0, 300, 2):
        now = NOW + timedelta(minutes=minute)
        before = len(door.mail.carried)
        for network in ("a", "b", "c"):
            door.ask(f"{network}{minute}", now)
        door.go(now)
        times += [now] * (len(door.mail.carried) - before)
    for now in times:
        assert sum(now - HOUR < at <= now for at in times) <= PER_HOUR


@pytest.mark.slow
def test_whoever_floods_the_form_does_not_keep_a_reader_of_another_network_out(door: Door) -> None:
    for number in range(1, 200):
        door.ask("flood", NOW, of_network=number)
    door.go(NOW)
    assert door.ask("reader", NOW) is SignupOutcome.WRITTEN, "slots are left to others"


def test_networks_take_turns_in_the_line(door: Door) -> None:
    for number in range(20):
        door.ask(f"net{number}", NOW)
    door.go(NOW)
    for number in range(1, 50):
        door.ask("flood", NOW, of_network=number)
    assert door.ask("reader", NOW) is SignupOutcome.PAUSED
    gone = door.go(NOW + HOUR)
    assert {"reader", "flood"} <= set(gone)
    assert gone.index("reader") < 8


@pytest.mark.slow
def test_a_full_line_drops_from_the_network_that_has_most_in_it(door: Door, newsroom: Newsroom) -> None:
    for number in range(20):
        door.ask(f"net{number}", NOW)
    assert door.ask("reader", NOW) is SignupOutcome.PAUSED
    for number in range(2, LINE_HOURS * PER_HOUR + 30):
        door.ask("flood", NOW, of_network=number)
    with newsroom.engine.connect() as connection:
        waiting = connection.exec_driver_sql("SELECT count(*) FROM pending_request WHERE network IS NOT NULL").scalar()
    assert waiting == LINE_HOURS * PER_HOUR
    assert "reader" in door.go(NOW + HOUR)


def test_one_mailbox_stands_in_line_once(door: Door) -> None:
    assert door.ask("n", NOW, "anna.k@gmail.com", of_network=9) is SignupOutcome.PAUSED
    assert door.ask("m", NOW, "annak+x@gmail.com", of_network=9) is SignupOutcome.CAPPED
    assert door.ask("m", NOW + DAY * 2, "annak+x@gmail.com", of_network=9) is SignupOutcome.PAUSED, "it came to nothing"


def test_what_a_letter_says_is_decided_when_it_is_written(door: Door, newsroom: Newsroom) -> None:
    known = join(newsroom.store, "known@ukr.net", NOW - 2 * DAY)
    barred = join(newsroom.store, "barred@ukr.net", NOW - 2 * DAY)
    for address in ("known@ukr.net", "barred@ukr.net", "new@ukr.net"):
        assert door.ask(address, NOW, address, of_network=9) is SignupOutcome.PAUSED
    suppress(newsroom.store, barred, SuppressionReason.COMPLAINT, "x", NOW)
    door.go(NOW + HOUR)
    assert [(kind, address) for kind, address, _ in door.mail.carried] == [
        (MailKind.KNOWN, "known@ukr.net"),
        (MailKind.CONFIRM, "new@ukr.net"),
    ]
    assert open_session(newsroom.store, door.mail.tokens[0], NOW + HOUR)
    assert newsroom.store.get(known)[0].number == known
    assert door.go(NOW + HOUR) == [], "nobody is left in the line"


def test_a_reader_who_wants_to_move_waits_too_and_moves(door: Door, newsroom: Newsroom) -> None:
    number = join(newsroom.store, "old@ukr.net", NOW - 2 * DAY)
    for other in range(20):
        door.ask(f"net{other}", NOW)
    outcome = request_move(newsroom.store, door.mail, number, "new@ukr.net", NOW, PER_HOUR)
    assert outcome is SignupOutcome.PAUSED
    door.go(NOW + HOUR)
    kind, address, token = next(one for one in door.mail.carried if one[1] == "new@ukr.net")
    assert (kind, address) == (MailKind.MOVE, "new@ukr.net")
    assert confirm(newsroom.store, token, NOW + HOUR)
    assert newsroom.store.number_with("new@ukr.net") == number


def test_a_full_domain_waits_and_holds_up_nobody_behind_it(door: Door) -> None:
    outcomes = [door.ask(f"n{number}", NOW, f"r{number}@victim.example") for number in range(14)]
    assert outcomes.count(SignupOutcome.WRITTEN) == 10
    assert door.ask("reader", NOW, of_network=9) is SignupOutcome.PAUSED
    assert door.go(NOW) == ["reader"]
    assert len(door.go(NOW + HOUR)) == 4


def test_the_small_computation_is_asked_for_by_itself(door: Door) -> None:
    for number in range(PER_HOUR // 2):
        assert not asks_for_proof(door.store, NOW, PER_HOUR)
        door.ask(f"net{number}", NOW)
    assert asks_for_proof(door.store, NOW, PER_HOUR)
    assert not asks_for_proof(door.store, NOW + HOUR, PER_HOUR)


def test_the_one_mail_permitted_after_a_complaint_may_wait_in_line_and_lifts_it(door: Door) -> None:
    store, address = door.store, "dora@ukr.net"
    dora = join(store, address, NOW - 2 * DAY)
    suppress(store, dora, SuppressionReason.COMPLAINT, "x", NOW - 2 * DAY)
    fingerprint = index(store.keyring, address)
    assert not unsuppress(store, fingerprint, "she wrote to us", NOW - DAY), "one mail is permitted, nothing lifted"
    assert door.ask("many", NOW, address, of_network=2) is SignupOutcome.PAUSED
    assert store.get(dora)[0].suppressed is SuppressionReason.COMPLAINT, "she has asked, and not confirmed"
    assert door.go(NOW) == ["dora@ukr"]
    assert door.ask("many", NOW + 2 * DAY, address) is SignupOutcome.SUPPRESSED, "one mail was permitted"
    assert confirm(store, door.mail.tokens[-1], NOW + DAY)
    assert store.get(dora)[0].suppressed is None


def test_who_complains_while_in_line_gets_nothing(door: Door) -> None:
    door.ask("many", NOW, "eva@ukr.net", of_network=2)
    with door.store.engine.begin() as connection:
        suppress_address(connection, index(door.store.keyring, "eva@ukr.net"), SuppressionReason.COMPLAINT, "x", NOW)
    assert door.go(NOW) == []


def test_who_comes_later_does_not_overtake_those_of_the_same_domain(door: Door) -> None:
    times = [NOW + timedelta(minutes=12 * one) for one in range(30)]
    for one, at in enumerate(times):
        assert door.ask(f"early{one}", at, f"early{one}@paper.example") is SignupOutcome.WRITTEN
    late = NOW + timedelta(hours=10)
    assert door.ask("honest", late, "honest@paper.example") is SignupOutcome.PAUSED
    free = NOW + DAY + timedelta(seconds=1)
    assert door.ask("pushing", free, "pushing@paper.example") is SignupOutcome.PAUSED
    assert door.go(free + timedelta(seconds=20)) == ["honest@paper"]


def test_a_request_whose_domain_is_known_by_another_name_since_holds_up_nobody(door: Door) -> None:
    for one in range(11):
        door.ask(f"n{one}", NOW, f"r{one}@paper.example")
    with door.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pending_request SET domain_index = NULL WHERE network IS NOT NULL")
    assert write_waiting(door.store, door.mail, NOW + timedelta(seconds=3), PER_HOUR) == 0
    assert door.go(NOW + timedelta(hours=2)) == ["r10@paper"]

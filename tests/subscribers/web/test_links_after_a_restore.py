"""Links that were mailed before a backup was restored lead to nobody but whom they were mailed to."""

from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.delivery.events import Consequence
from subscribers.policy.addresses import index
from subscribers.policy.model import Status, SuppressionReason
from subscribers.services.confirmation import confirm
from subscribers.services.signup import request_move
from subscribers.storage.mailboxes import MOST_MOVES, moved_words
from subscribers.storage.suppression_list import reason_for
from subscribers.storage.timestamps import timestamp
from tests.standins.backups import backup, restore
from tests.standins.forms import PER_HOUR, SentMail, ask, join
from tests.standins.sample import EDITION, NOW
from tests.standins.site import Pages

BEFORE = NOW - timedelta(days=9)


def move(newsroom: Newsroom, number: int, address: str) -> None:
    mail = SentMail()
    request_move(newsroom.store, mail, number, address, NOW, PER_HOUR)
    assert confirm(newsroom.store, mail.tokens[0], NOW)


@pytest.mark.slow
def test_what_was_mailed_to_a_lost_reader_opens_and_changes_nothing_of_whoever_has_the_number(
    newsroom: Newsroom, folder: Path
) -> None:
    old = backup(newsroom)
    bob = join(newsroom.store, "bob@example.org", BEFORE, "ru")
    lost = Pages(newsroom)
    letter = lost.letter_token(bob)
    lost.post(f"/p/{letter}")
    to_open = lost.link()
    _, asked = ask(newsroom.store, "dora@example.org", NOW)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        pages = Pages(again)
        carol = join(again.store, "carol@example.org", BEFORE, "uk")
        assert carol == bob, "no letter went to Bob, so his number is known nowhere"
        before = again.store.get(carol)
        for path, told in (
            (f"/u/{letter}", ()),
            (f"/u/{letter}/pause", {"weeks": "8"}),
            (f"/r/{letter}", ()),
            (f"/p/{letter}", ()),
        ):
            assert '<html lang="uk"' not in pages.get(path).text + pages.post(path, told).text
        for path in (to_open, f"/confirm/{asked.tokens[0]}"):
            assert pages.get(path).status_code == pages.post(path).status_code == 404
        assert pages.get("/preferences").status_code == 403
        assert pages.letters().singles == []
        assert again.store.get(carol) == before
        assert [person.number for person in again.store.subscribers()] == [carol]


def test_a_session_from_before_the_backup_is_its_own_readers(newsroom: Newsroom, folder: Path) -> None:
    anna = join(newsroom.store, "anna@example.org", BEFORE)
    pages = Pages(newsroom)
    pages.enter(anna)
    old = backup(newsroom)
    bob = join(newsroom.store, "bob@example.org", BEFORE)
    late = Pages(newsroom)
    late.enter(bob)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        join(again.store, "carol@example.org", BEFORE)
        data = Pages(again, cookies=pages.cookies).get("/preferences/data.json").text
        assert ("anna@example.org" in data, "carol" in data) == (True, False)
        assert Pages(again, cookies=late.cookies).get("/preferences").status_code == 403


def test_a_letter_to_a_mailbox_that_a_reader_left_can_only_leave_also_when_a_restore_forgot_the_move(
    newsroom: Newsroom, folder: Path
) -> None:
    """Not even when the reader moved elsewhere since: moves are counted on from the one that was lost."""

    def does_nothing(room: Newsroom) -> None:
        pages, before = Pages(room), room.store.get(anna)
        for path, told in ((f"/u/{at_work}/pause", {"weeks": "8"}), (f"/r/{at_work}", ()), (f"/p/{at_work}", ())):
            assert '<html lang="en"' in pages.post(path, told).text, "Anna reads Russian"
        assert room.store.get(anna) == before
        assert pages.letters().singles == []

    anna = join(newsroom.store, "anna@example.org", BEFORE, "ru")
    old = backup(newsroom)
    move(newsroom, anna, "anna@work.example")
    at_work = Pages(newsroom).letter_token(anna)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        does_nothing(again)
        join(again.store, "anna@example.org", NOW, "ru")
        does_nothing(again)
        move(again, anna, "anna@home.example")
        does_nothing(again)
        pages = Pages(again)
        pages.post(f"/r/{pages.letter_token(anna)}")
        assert again.store.get(anna)[0].preferences.appeals_after, "her own letters do all they say"
        pages.post(f"/u/{at_work}")
        assert again.store.get(anna)[0].status is Status.UNSUBSCRIBED, "leaving is never refused"


def test_events_about_letters_to_a_mailbox_whose_move_was_lost_are_about_its_reader_and_no_other_mailbox(
    newsroom: Newsroom, folder: Path
) -> None:
    def names(room: Newsroom) -> list[str]:
        return [one.delivery for one in room.subscribers.consenting(EDITION, [anna], NOW)[0]]

    anna = join(newsroom.store, "anna@example.org", BEFORE)
    old, earlier = backup(newsroom), names(newsroom)
    move(newsroom, anna, "anna@work.example")
    lost = names(newsroom)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        join(again.store, "anna@example.org", NOW)
        move(again, anna, "anna@home.example")
        present = names(again)
        assert len({*earlier, *lost, *present}) == 3
        told = again.subscribers.deliveries(earlier + lost + present)
        assert set(told.values()) == {(EDITION, anna)}
        again.subscribers.act_upon([(lost[0], Consequence.HARD_BOUNCE, NOW)])
        assert names(again) == present
        again.subscribers.act_upon([(earlier[0], Consequence.COMPLAINT, NOW)])
        assert names(again) == present
        with again.store.reading.connect() as connection:
            former = reason_for(connection, index(again.store.keyring, "anna@example.org"))
        assert former is SuppressionReason.COMPLAINT


@pytest.mark.parametrize(("lost", "moves"), [(0, 2), (1, 2), (2, 3), (MOST_MOVES, MOST_MOVES)])
def test_moves_are_counted_past_a_lost_one_and_never_back_nor_beyond_the_most(
    newsroom: Newsroom, folder: Path, lost: int, moves: int
) -> None:
    anna = join(newsroom.store, "anna@example.org", BEFORE)
    for place in ("work", "home"):
        move(newsroom, anna, f"anna@{place}.example")
    public_id = bytes.fromhex(newsroom.store.get(anna)[0].id)
    newsroom.store.journal.append(timestamp(NOW), *moved_words(public_id, lost))
    for _ in range(2):
        with Newsroom(folder, {}) as again:
            seen = again.store.find_by_public_id(public_id)
            assert seen
            assert seen.moves == moves
            assert len(again.subscribers.consenting(EDITION, [anna], NOW)[0]) == 1

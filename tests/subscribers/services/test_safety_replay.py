"""What a reader's safety hangs on is kept outside of the database, too: a restored backup forgets none of it."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import DATABASE, JOURNAL
from subscribers.policy.caps import MailKind
from subscribers.policy.model import SuppressionReason
from subscribers.policy.preferences import Appeals, ReaderPreferences
from subscribers.services.audience import consenting
from subscribers.services.confirmation import confirm
from subscribers.services.erase import erase
from subscribers.services.form_decision import SignupOutcome
from subscribers.services.login_link import ask_for_link
from subscribers.services.preferences import pause, prefer
from subscribers.services.signup import request_move
from subscribers.services.suppression import suppress, unsuppress
from subscribers.storage.store import Store
from tests.standins.forms import PER_HOUR, SentMail, ask
from tests.standins.sample import NOW

DAY = timedelta(days=1)
CAREFUL = ReaderPreferences(Appeals.HIDE, discreet=True, mirrors=True)


@pytest.fixture
def restored(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> Callable[[Callable[[Store], object]], Store]:
    """Return what backs the newsroom up, lets something happen, restores the backup and opens it again."""
    assert readers

    def happen(what: Callable[[Store], object]) -> Store:
        old = folder / "old.db"
        with closing(sqlite3.connect(folder / DATABASE)) as source, closing(sqlite3.connect(old)) as target:
            source.backup(target)
        what(newsroom.store)
        newsroom.engine.dispose()
        for part in ("", "-wal", "-shm"):
            (folder / f"{DATABASE}{part}").unlink(missing_ok=True)
        shutil.copy(old, folder / DATABASE)
        return Newsroom(folder, {}).store

    return happen


Restored = Callable[[Callable[[Store], object]], Store]


def move(store: Store, number: int, address: str) -> None:
    mail = SentMail()
    request_move(store, mail, number, address, NOW, PER_HOUR)
    assert confirm(store, mail.tokens[0], NOW)


def test_a_restore_does_not_mail_the_address_a_reader_moved_away_from(
    restored: Restored, readers: dict[str, int]
) -> None:
    anna = readers["anna"]
    store = restored(lambda before: move(before, anna, "new@example.org"))
    assert consenting(store, sorted(readers.values()), NOW)[1] == {anna: "suppressed"}
    assert not ask_for_link(store, SentMail(), anna, NOW), "nor does a letter to it lead to the reader's data"
    outcome, mail = ask(store, "anna@example.org", NOW + DAY)
    assert (outcome, [kind for kind, _, _ in mail.carried]) == (SignupOutcome.WRITTEN, [MailKind.CONFIRM])
    assert consenting(store, [anna], NOW)[0].numbers == []
    assert confirm(store, mail.tokens[0], NOW + DAY)
    assert consenting(store, [anna], NOW)[0].numbers == [anna], "until it is confirmed again"


def test_a_restore_keeps_pauses_and_the_preferences_of_safety(restored: Restored, readers: dict[str, int]) -> None:
    def careful(store: Store) -> None:
        prefer(store, readers["anna"], "en", "Europe/Riga", ReaderPreferences(Appeals.HIDE, discreet=True), NOW)
        prefer(store, readers["anna"], "en", "Europe/Riga", CAREFUL, NOW)
        prefer(store, readers["chloe"], "en", "", CAREFUL, NOW)
        prefer(store, readers["chloe"], "en", "", ReaderPreferences(), NOW)
        pause(store, readers["boris"], 8, NOW)
        pause(store, readers["chloe"], 8, NOW)
        pause(store, readers["chloe"], 0, NOW)

    store = restored(careful)
    assert store.get(readers["anna"])[0].preferences == CAREFUL
    assert store.get(readers["chloe"])[0].preferences == ReaderPreferences()
    assert consenting(store, sorted(readers.values()), NOW)[1] == {readers["boris"]: "paused"}


def test_a_restore_keeps_what_the_newsroom_lifted_and_permitted(restored: Restored, readers: dict[str, int]) -> None:
    def lift(store: Store) -> None:
        for name, reason in (("anna", SuppressionReason.HARD_BOUNCE), ("boris", SuppressionReason.COMPLAINT)):
            suppress(store, readers[name], reason, "x", NOW)
            found = store.address_index(readers[name])
            assert found
            unsuppress(store, found, "y", NOW + timedelta(hours=1))

    store = restored(lift)
    assert store.get(readers["anna"])[0].suppressed is None
    assert store.get(readers["boris"])[0].suppressed is SuppressionReason.COMPLAINT
    assert ask(store, "boris@example.org", NOW + 2 * DAY)[0] is SignupOutcome.WRITTEN


def test_nothing_comes_back_to_somebody_erased(restored: Restored, readers: dict[str, int]) -> None:
    def leave(store: Store) -> None:
        prefer(store, readers["anna"], "en", "", CAREFUL, NOW)
        erase(store, readers["anna"], "x", NOW)
        pause(store, readers["anna"], 8, NOW)

    person, _ = restored(leave).get(readers["anna"])
    assert (person.preferences, person.paused_until) == (ReaderPreferences(), None)


def kinds(newsroom: Newsroom) -> list[str]:
    return [line.kind for line in newsroom.store.journal.file.lines()][1:]


def test_no_line_holds_an_address_and_what_is_not_about_safety_writes_none(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    prefer(newsroom.store, readers["anna"], "ru", "Europe/Riga", ReaderPreferences(plain=True, without=("News",)), NOW)
    assert kinds(newsroom) == ["head"] * len(readers)
    move(newsroom.store, readers["anna"], "new@example.org")
    pause(newsroom.store, readers["anna"], 4, NOW)
    prefer(newsroom.store, readers["anna"], "ru", "", CAREFUL, NOW)
    assert kinds(newsroom)[len(readers) :] == ["moved", "suppress", "head", "pause", "prefer"]
    assert b"@" not in (newsroom.folder / JOURNAL).read_bytes()

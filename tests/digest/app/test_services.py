"""The services of a newsroom, joined: what takes more than one package to do is one call."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.new_newsroom import make_newsroom
from digest.app.paths import JOURNAL, KEY_FILE
from digest.app.schemas import schema_files
from digest.app.upkeep import Upkeep
from digest.delivery.mail import TransactionalMail
from digest.mailing.mail_queue import deliver_due
from subscribers.errors import SubscribersError
from tests.standins.sample import NOW
from tests.standins.time import Mailbag, SetClock


def test_addresses_and_mails_that_wait_open_with_the_new_keys_alone(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    mail = TransactionalMail("desk@lantern.example", "Subject", "Text\n", "<p>Text</p>", "en")
    newsroom.mail_queue.enqueue("a", [mail], NOW, NOW + timedelta(days=1))
    seen: list[tuple[int, int]] = []
    done = Upkeep(newsroom).rotate_keys(lambda done, of: seen.append((done, of)))
    assert done == (2 * len(readers), 1, 0), "readers, their confirmed requests, a mail"
    assert seen[-1] == (sum(done), sum(done))
    content = json.loads(newsroom.key_file.read_text(encoding="utf-8"))
    content["generations"]["1"]["addresses"] = ""
    newsroom.key_file.write_text(json.dumps(content), encoding="utf-8")
    with Newsroom(newsroom.folder, {}) as again:
        assert again.store.keyring.current == 2
        assert again.store.addresses([readers["anna"]]) == {readers["anna"]: "anna@example.org"}
        bag = Mailbag(SetClock(NOW))
        deliver_due(again.mail_queue, bag, SetClock(NOW))
    assert bag.singles == [("desk@lantern.example", "Subject")]


def test_a_new_newsroom_can_be_opened_at_once(tmp_path: Path) -> None:
    made = make_newsroom(tmp_path / "new", {})
    assert made == ["editions/", ".gitignore", *schema_files(), "digest.toml", str(KEY_FILE)]
    assert make_newsroom(tmp_path / "new", {}) == []
    assert (tmp_path / "new" / KEY_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "as anna@example.org asked"])
def test_another_journal_is_begun_only_for_a_reason_and_nothing_is_done_without(
    newsroom: Newsroom, readers: dict[str, int], reason: str
) -> None:
    assert readers
    before = (newsroom.folder / JOURNAL).read_bytes()
    with pytest.raises(SubscribersError, match="reason"):
        Upkeep(newsroom).begin_new_journal(reason)
    assert (newsroom.folder / JOURNAL).read_bytes() == before

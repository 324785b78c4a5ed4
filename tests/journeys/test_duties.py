"""What the law asks of a newsletter, one test a duty.

GDPR art. 7 (proof of consent, withdrawal as easy as giving it), 15 and 20 (access, portability), 17 (erasure), 13 (what
is kept and how long); CAN-SPAM § 7704 and its like elsewhere (postal address, a working way out, sent within what was
agreed). That the export of one's data is complete is `tests/subscribers/services/test_data_export.py`.
"""

import re
import shutil
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import program_templates
from digest.delivery.batch import Batch
from digest.delivery.variant import SWITCHES, AppealMode, LetterOptions
from digest.letter.language import translations
from subscribers.policy.model import Event, Status
from subscribers.policy.tokens import LENGTH
from subscribers.services.erase import erase
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.consent_texts import find_consent_text
from tests.standins.forms import join
from tests.standins.processes import run, run_json
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, built
from tests.standins.sending import send_edition as send
from tests.standins.site import Pages


def test_consent_comes_before_the_freeze_and_is_still_there_at_the_hand_over(newsroom: Newsroom) -> None:
    pages = Pages(newsroom)
    pages.sign_up("asked@example.org")
    join(newsroom.store, "agreed@example.org", NOW)
    gone = join(newsroom.store, "left@example.org", NOW)

    def leave(_batch: Batch) -> None:
        unsubscribe(newsroom.store, gone, "x", NOW)

    mailbox = Mailbox(leave)
    send(newsroom, mailbox, 1)
    assert mailbox.got == ["agreed@example.org"], "who only asked is not in it, and who left during the send neither"
    with newsroom.engine.connect() as connection:
        late = connection.exec_driver_sql(
            "SELECT COUNT(*) FROM recipient r JOIN edition e ON e.number = r.edition WHERE NOT EXISTS (SELECT 1 FROM consent_record c "
            "WHERE c.subscriber = r.reader AND c.event IN ('confirm', 'import') AND c.at <= e.started_at)"
        ).scalar()
    assert late == 0


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_what_a_reader_agreed_to_can_be_shown_again_word_for_word(
    newsroom: Newsroom, folder: Path, language: str
) -> None:
    pages = Pages(newsroom)
    shown = pages.get(f"/?language={language}").text
    pages.sign_up("dora@example.org", language=language)
    pages.post(pages.link())
    person, records = newsroom.store.get(newsroom.store.number_with("dora@example.org"))
    assert [record.event for record in records] == [Event.REQUEST, Event.CONFIRM]
    wording = find_consent_text(newsroom.store, records[0].wording)
    assert wording is not None
    assert wording.id == records[0].wording, "the id is made of the words"
    label = re.search(r'<label for="agreed">(.*?) <a ', shown, re.DOTALL)
    assert label
    assert wording.text == " ".join(label[1].replace("&#39;", "'").split())
    assert re.sub(r'name="form" value="[^"]*"', 'name="form" value=""', shown) == wording.page, (
        "the whole page as it was"
    )
    printed = run(folder, "subscribers", "audit", person.id, "--page").stdout
    assert wording.text in printed
    assert wording.page in printed
    assert newsroom.settings.digest.privacy_policy_version in printed


def test_leaving_is_easier_than_joining(newsroom: Newsroom) -> None:
    """Joining: a form with two things to do, and a button in a page behind a letter.

    Leaving: one call, nothing to fill in.
    """
    pages = Pages(newsroom)
    join_steps = len(re.findall(r"required", pages.get("/").text)) + 1
    pages.sign_up("dora@example.org")
    pages.post(pages.link())
    number = newsroom.store.number_with("dora@example.org")
    path = f"/u/{pages.letter_token(number)}"
    form = pages.get(path).text.partition("<form")[2].partition("</form>")[0]
    assert join_steps >= 3
    assert form.count("required") == 0
    assert pages.client.post(path).status_code == 200
    assert newsroom.store.get(number)[0].status is Status.UNSUBSCRIBED


def test_erasing_is_complete_and_a_restored_backup_erases_again(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO session VALUES (x'00', 'link', 1, '2030-01-01T00:00:00+00:00')")
    newsroom.engine.dispose()
    shutil.copytree(folder / "data", folder / "backup")
    anna = readers["anna"]
    erase(newsroom.store, anna, "x", NOW + timedelta(hours=1))
    newsroom.engine.dispose()
    for name in ("digest.db", "digest.db-wal", "digest.db-shm"):
        (folder / "data" / name).unlink(missing_ok=True)
        if (folder / "backup" / name).exists():
            shutil.copy(folder / "backup" / name, folder / "data" / name)
    with Newsroom(folder, {}) as restored:
        store = restored.store
        assert store.get(anna)[0].status is Status.ERASED
        assert store.addresses([anna]) == {}
        with restored.engine.connect() as connection:
            kept = connection.exec_driver_sql(
                "SELECT address, address_index, language, zone, preferences FROM subscriber WHERE number = 1"
            ).one()
            assert tuple(kept) == (None, None, "", "", "")
            for table, column in (("session", "subscriber"), ("pending_request", "moves")):
                found = connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table} WHERE {column} = 1")  # noqa: S608 - names of ours
                assert found.scalar() == 0


@pytest.mark.slow
@pytest.mark.usefixtures("readers")
def test_nobody_gets_a_second_letter_in_a_week_by_itself(folder: Path) -> None:
    assert run(folder, "send", EDITION).returncode == 0
    for ending in ("yaml", "lock.json"):
        text = (folder / f"editions/{EDITION}.{ending}").read_text(encoding="utf-8").replace(EDITION, "2026-11-26")
        (folder / f"editions/2026-11-26.{ending}").write_text(text, encoding="utf-8")
    second = run(folder, "send", "2026-11-26")
    assert second.returncode != 0
    assert run_json(folder, "status", EDITION)["accepted"] == 3
    assert not (folder / "data/outbox/2026-11-26").exists()


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_every_letter_says_who_writes_from_where_why_and_how_to_leave(newsroom: Newsroom, language: str) -> None:
    words = "You’re getting this letter because you signed up for %(title)s and confirmed your address."
    why = translations(program_templates() / "locales", language).gettext(words) % {
        "title": newsroom.settings.digest.title
    }
    letters = built(newsroom)
    for appeal, on in product(AppealMode, product((False, True), repeat=len(SWITCHES))):
        options = LetterOptions(appeal, without=(), **dict(zip(SWITCHES, on, strict=True)))
        letter = letters.letter(language, options)
        text = " ".join(letter.text.split())
        for body in (text,) if options.plain else (letter.html, text):
            assert newsroom.settings.digest.postal_address in body
            assert newsroom.settings.digest.contact in body
            assert why in body
            assert f"{newsroom.settings.digest.base_url}/u/" in body


def test_the_way_out_works_from_the_letter_as_it_was_sent_for_years(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    pages = Pages(newsroom)
    token = pages.letter_token(readers["anna"])
    assert len(token) == LENGTH
    pages.clock.time = NOW + timedelta(days=5 * 365)
    assert pages.post(f"/u/{token}").status_code == 200
    assert newsroom.store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED

"""What readers ask for is what they get.

Appeal modes, plain text, discretion, mirrors, sections - and the counts still add up.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.app.container import Newsroom
from digest.delivery.batch import Batch
from digest.delivery.counts import Report
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.statuses import EditionState
from digest.delivery.variant import AppealMode, LetterOptions, MailboxRules
from digest.errors import EditionPaused
from subscribers.policy.preferences import Appeals, ReaderPreferences
from subscribers.services.preferences import pause, prefer, remind_later
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.chance import examples
from tests.standins.forms import join
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import built
from tests.standins.sending import send_edition as run
from tests.standins.transports import UNHEARD, FakeTransport


@pytest.fixture
def mirrored(folder: Path) -> Iterator[Newsroom]:
    with Newsroom(folder, {"DIGEST_ARTICLES__MIRRORS": "lantern.example=mirror.example"}) as opened:
        yield opened


def test_each_reader_gets_the_letter_they_like(mirrored: Newsroom) -> None:
    newsroom = mirrored
    store = newsroom.store
    wanted = {
        "usual": ReaderPreferences(),
        "never": ReaderPreferences(appeals=Appeals.HIDE),
        "warned": ReaderPreferences(appeals=Appeals.WARN),
        "plain": ReaderPreferences(plain=True),
        "discreet": ReaderPreferences(discreet=True),
        "mirrors": ReaderPreferences(mirrors=True),
        "fewer": ReaderPreferences(without=("NEWS ",)),
        "nothing": ReaderPreferences(without=("News", "Features", "Analysis", "Culture")),
    }
    for name, preferences in wanted.items():
        prefer(store, join(store, f"{name}@example.org", NOW), "en", "", preferences, NOW)
    later = join(store, "later@example.org", NOW)
    remind_later(store, later, 8, NOW)
    paused = join(store, "paused@example.org", NOW)
    pause(store, paused, 4, NOW)
    for name in ("boris@mail.ru", "vera@почта.рф", "gleb@sub.yandex.com", "dora@yandex.com.example.net"):
        join(store, name, NOW)
    transport = FakeTransport()
    report = run(newsroom, transport, 1_000)
    assert report.balanced
    assert report.excluded == {"no wanted section": 1, "paused": 1}
    got = {address.partition("@")[0]: letter for address, letter in transport.letters.items()}
    appeal, banner = "Keep the Lantern lit", "lantern.example/support"
    usual = got["usual"]
    assert appeal in usual.html
    assert "If you live in Russia" not in usual.html
    for name in ("never", "later"):
        assert appeal not in got[name].html + got[name].text
        assert banner not in got[name].html + got[name].text
    for name in ("warned", "boris", "vera", "gleb"):
        assert "If you live in Russia" in got[name].html
        assert "If you live in Russia" in " ".join(got[name].text.split())
        assert got[name].html.index("If you live in Russia") < got[name].html.index(banner), (
            "the warning comes before any link to give"
        )
    assert got["dora"] == usual
    assert (got["plain"].html, got["plain"].text) == ("", usual.text)
    assert (got["discreet"].subject, got["discreet"].sender) == ("Your weekly letter", "Weekly letter")
    assert got["discreet"].html.count(usual.subject) == 0
    assert 'href="https://mirror.example/2026/' in got["mirrors"].html
    assert 'src="https://mirror.example/pictures/' in got["mirrors"].html
    assert "https://lantern.example/2026/" not in got["mirrors"].html + got["mirrors"].text
    assert "https://lantern.example/2026/" in usual.html
    assert "\nNEWS\n" in usual.text
    assert "\nNEWS\n" not in got["fewer"].text


@pytest.mark.parametrize("name", ["usual@example.org", "boris@mail.ru"])
def test_donate_links_carry_no_token_and_no_reader(newsroom: Newsroom, name: str) -> None:
    join(newsroom.store, name, NOW)
    transport = FakeTransport()
    run(newsroom, transport, 1_000)
    letter = transport.letters[name]
    links = [part.partition('"')[0] for part in letter.html.split('href="') if "/support?" in part.partition('"')[0]]
    assert links
    assert not any("~reader~" in link for link in links)


def test_the_rule_for_mailboxes_is_written_down_nowhere(newsroom: Newsroom) -> None:
    join(newsroom.store, "boris@mail.ru", NOW)
    join(newsroom.store, "anna@example.org", NOW)
    run(newsroom, FakeTransport(), 1_000)
    with newsroom.engine.connect() as connection:
        for table in ("recipient", "batch", "outcome", "event", "subscriber"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608 - names of ours
            assert rows or table in {"outcome", "event"}, f"nothing in {table} to look at"
            assert not any("warn" in str(cell) for row in rows for cell in row)


def test_a_reminder_ends_on_its_day_and_a_readers_no_is_stronger_than_any_rule(newsroom: Newsroom) -> None:
    number = join(newsroom.store, "boris@mail.ru", NOW)

    def mode(days: int) -> AppealMode:
        return newsroom.subscribers.consenting(EDITION, [number], NOW + timedelta(days=days))[0][0].options.appeal

    assert mode(0) is AppealMode.WARN
    until = remind_later(newsroom.store, number, 8, NOW)
    assert until == date(2027, 1, 22)
    assert [mode(55), mode(56)] == [AppealMode.HIDE, AppealMode.WARN]
    prefer(newsroom.store, number, "ru", "", ReaderPreferences(appeals=Appeals.HIDE), NOW)
    assert mode(0) is AppealMode.HIDE


def test_a_pause_holds_for_the_next_batch_and_ends_by_itself(newsroom: Newsroom, readers: dict[str, int]) -> None:
    until = pause(newsroom.store, readers["anna"], 4, NOW)
    _, excluded = newsroom.subscribers.consenting(EDITION, [readers["anna"]], until - timedelta(seconds=1))
    assert excluded == {readers["anna"]: "paused"}
    recipients, _ = newsroom.subscribers.consenting(EDITION, [readers["anna"]], until)
    assert [recipient.address for recipient in recipients] == ["anna@example.org"]
    pause(newsroom.store, readers["anna"], 0, NOW)
    assert newsroom.subscribers.consenting(EDITION, [readers["anna"]], NOW)[1] == {}


def _until_it_ends(newsroom: Newsroom, transport: FakeTransport) -> Report:
    for _ in range(20):
        with suppress(EditionPaused):
            run(newsroom, transport, 5)
        report = newsroom.reports.report(EDITION)
        assert report is not None
        assert report.balanced
        if not report.pending:
            return report
        newsroom.edition_states.transition(EDITION, [EditionState.PAUSED], EditionState.SENDING, "")
    raise AssertionError("it does not end")


@pytest.fixture
def mixed(folder: Path) -> Path:
    """Put twelve readers of several mailboxes, some of whom want plain text, on the list."""
    with SampleNewsroom(folder, {}) as newsroom:
        for number in range(12):
            reader = join(newsroom.store, f"r{number}@{'mail.ru' if number % 3 else 'example.org'}", NOW)
            prefer(newsroom.store, reader, "en", "", ReaderPreferences(plain=number % 4 == 0), NOW)
    return folder


@pytest.mark.slow
@given(st.lists(st.sampled_from([Verdict.ACCEPTED, Verdict.UNKNOWN, Verdict.STOP, Verdict.PERMANENT]), max_size=12))
@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mixed_batches_add_up_whatever_each_part_is_answered(
    mixed: Path, tmp_path_factory: Any, verdicts: list[Verdict]
) -> None:
    place = tmp_path_factory.mktemp("mixed") / "newsroom"
    shutil.copytree(mixed, place)
    with SampleNewsroom(place, {}) as newsroom:
        answers = (TransportResult(verdict, "x") for verdict in verdicts)
        transport = FakeTransport(lambda _batch: next(answers, None), taken=UNHEARD)
        report = _until_it_ends(newsroom, transport)
        assert (report.pending, report.accepted + report.uncertain + report.failed) == (0, 12)
        assert report.accepted <= len(transport.letters) <= report.accepted + report.uncertain


@pytest.mark.parametrize(
    ("domain", "mode"),
    [
        ("mail.ru", AppealMode.WARN),
        ("ru", AppealMode.SHOW),
        ("xn--80a1acny.xn--p1ai", AppealMode.WARN),
        ("ruble.example", AppealMode.SHOW),
    ],
)
def test_rules_cover_endings_and_whole_domains(domain: str, mode: AppealMode) -> None:
    assert MailboxRules((".ru", ".xn--p1ai", "yandex.com"), ("never.example",)).mode(domain) is mode
    assert MailboxRules((), ("never.example",)).mode("sub.never.example") is AppealMode.HIDE
    assert MailboxRules(("yandex.com",)).mode("notyandex.com") is AppealMode.SHOW


def test_an_approval_signs_the_warning_and_the_mirrors_too(newsroom: Newsroom, folder: Path) -> None:
    plain = built(newsroom).fingerprint
    for variable in (
        {"DIGEST_APPEAL__WARNING": "Be careful."},
        {"DIGEST_ARTICLES__MIRRORS": "lantern.example=other.example"},
    ):
        with Newsroom(folder, variable) as other:
            assert built(other).fingerprint != plain, variable


@pytest.mark.parametrize("leaves", [True, False])
def test_consent_and_options_are_asked_again_for_each_part_just_before_its_post(
    newsroom: Newsroom, readers: dict[str, int], leaves: bool
) -> None:
    """Anna's part goes first, being rare; while it is posted Chloe leaves, or wants another letter."""
    prefer(newsroom.store, readers["anna"], "", "", ReaderPreferences(plain=True), NOW)

    def meanwhile(batch: Batch) -> None:
        if readers["anna"] in [one.reader for one in batch.recipients]:
            if leaves:
                unsubscribe(newsroom.store, readers["chloe"], "the link", NOW)
            else:
                prefer(newsroom.store, readers["chloe"], "", "", ReaderPreferences(discreet=True), NOW)

    transport = FakeTransport(meanwhile)
    report = run(newsroom, transport, batch_size=10)
    assert ("chloe@example.org" in transport.letters) is not leaves
    assert report.excluded == ({"unsubscribed": 1} if leaves else {})
    assert (report.accepted, report.balanced) == (2 if leaves else 3, True)
    if not leaves:
        assert transport.letters["chloe@example.org"].variant.options == LetterOptions(discreet=True)

"""Approved means these very words: what is sent is what was stored when the edition began, whatever is changed since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import program_templates
from digest.app.services import Services
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.mail import Envelope, Letter
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.variant import AppealMode, LetterOptions, Variant, every_option
from digest.editing.approve import approve
from digest.editing.build import Built
from digest.errors import DigestError, EditionPaused
from digest.sending.edition_control import EditionControl
from subscribers.policy.preferences import Appeals, ReaderPreferences
from subscribers.services.preferences import prefer
from tests.standins.command_line import run
from tests.standins.forms import join
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import AS_SETTINGS, EDITION, MARTA, NOW
from tests.standins.sending import FixedClock, Mailbox, built, send_edition
from tests.standins.transports import FakeTransport

MIRRORS = {"DIGEST_ARTICLES__MIRRORS": "lantern.example=mirror.example"}
ENVELOPE = Envelope(
    "The Lantern",
    "friday@lantern.example",
    "editors@lantern.example",
    "The Friday Lantern",
    "https://letter.lantern.example",
)
FOOTER = "{% macro html(block, letter) %}<tr><td>gone</td></tr>{% endmacro %}"
NO_FOOTER = FOOTER + "{% macro txt(block, letter) %}gone{% endmacro %}"


def override(folder: Path, name: str, text: str) -> None:
    file = folder / "templates/email" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def change_words(folder: Path, file: str, old: str, new: str) -> None:
    place = folder / file
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new), encoding="utf-8")


def remove_edition(folder: Path) -> None:
    (folder / f"editions/{EDITION}.yaml").unlink()
    (folder / f"editions/{EDITION}.lock.json").unlink()


READERS = {
    "usual@example.org": ReaderPreferences(),
    "never@example.org": ReaderPreferences(appeals=Appeals.HIDE),
    "warned@example.org": ReaderPreferences(appeals=Appeals.WARN),
    "boris@mail.ru": ReaderPreferences(),
    "plain@example.org": ReaderPreferences(plain=True),
    "discreet@example.org": ReaderPreferences(discreet=True),
    "mirrors@example.org": ReaderPreferences(mirrors=True, plain=True),
    "fewer@example.org": ReaderPreferences(without=("News",)),
    "vera@mail.ru": ReaderPreferences(without=("News", "Culture"), discreet=True),
}


def populate(newsroom: Newsroom) -> None:
    for number, (address, preferences) in enumerate(READERS.items()):
        prefer(newsroom.store, join(newsroom.store, address, NOW), ("en", "ru", "uk")[number % 3], "", preferences, NOW)


CHANGES: dict[str, tuple[Callable[[Path], object], dict[str, str]]] = {
    "an override": (lambda folder: override(folder, "blocks/footer.jinja", NO_FOOTER), {}),
    "a broken override": (lambda folder: override(folder, "letter.mjml.jinja", "{% if %}"), {}),
    "the picks": (lambda folder: change_words(folder, f"editions/{EDITION}.yaml", "A vote with", "The vote with"), {}),
    "no edition any more": (remove_edition, {}),
    "the sender": (lambda _folder: None, {"DIGEST_SENDER__NAME": "Another", "DIGEST_SENDER__ADDRESS": "x@y.example"}),
    "where answers go": (lambda _folder: None, {"DIGEST_SENDER__REPLY_TO": "x@y.example"}),
    "the title": (lambda _folder: None, {"DIGEST_DIGEST__TITLE": "Another"}),
    "the mailboxes that are warned": (
        lambda _folder: None,
        {"DIGEST_APPEAL__WARN_MAILBOXES": "example.org", "DIGEST_APPEAL__HIDE_MAILBOXES": "mail.ru"},
    ),
    "the warning": (lambda _folder: None, {"DIGEST_APPEAL__WARNING": "Be careful."}),
    "the mirrors": (lambda _folder: None, {"DIGEST_ARTICLES__MIRRORS": "lantern.example=other.example"}),
    "approval is required now": (lambda _folder: None, {"DIGEST_SCHEDULE__APPROVAL": "required"}),
}


def begin(newsroom: Newsroom, readers: int) -> tuple[dict[str, Letter], Built]:
    """Let an edition begin, and pause after so many readers; return who got which letter, and what was built."""
    first = FakeTransport(lambda _: TransportResult(Verdict.STOP, "no key") if len(first.posted) == readers else None)
    approved = built(newsroom)
    with pytest.raises(EditionPaused):
        send_edition(newsroom, first, 1, letters=approved)
    EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).resume(EDITION)
    return first.letters, approved


def as_stored(letter: Letter) -> Letter:
    """Return a letter without what only editors look at."""
    return replace(letter, mjml="", bytes_per_pick=())


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_what_is_changed_while_an_edition_goes_out_changes_nothing_for_the_rest(folder: Path, name: str) -> None:
    change, environment = CHANGES[name]
    with SampleNewsroom(folder, MIRRORS) as newsroom:
        populate(newsroom)
        first, approved = begin(newsroom, 3)
    change(folder)
    with SampleNewsroom(folder, MIRRORS | environment) as newsroom:
        assert Services(newsroom).manual_send().prepare(EDITION, "").built is None, "nobody approves it again"
        rest = FakeTransport()
        send_edition(newsroom, rest, 1_000)
    got = first | rest.letters
    assert (len(first), set(got)) == (3, set(READERS))
    for address, letter in got.items():
        assert letter == as_stored(approved.letter(letter.variant.language, letter.variant.options)), address
        assert letter.envelope == ENVELOPE
    modes = [got[address].variant.options.appeal for address in ("usual@example.org", "boris@mail.ru")]
    assert modes == [AppealMode.SHOW, AppealMode.WARN]
    assert got["vera@mail.ru"].variant.options == LetterOptions(
        AppealMode.WARN, discreet=True, without=("culture", "news")
    )
    assert "https://mirror.example/2026/" in got["mirrors@example.org"].text


def test_whoever_changes_their_mind_meanwhile_gets_a_stored_letter_as_safe_as_they_want_it(folder: Path) -> None:
    with SampleNewsroom(folder, MIRRORS) as newsroom:
        populate(newsroom)
        late = {name: join(newsroom.store, f"{name}@example.org", NOW, "ru") for name in ("late", "later", "latest")}
        first, _ = begin(newsroom, 3)
        wanted = {
            "late": ReaderPreferences(appeals=Appeals.HIDE, discreet=True, mirrors=True),
            "later": ReaderPreferences(appeals=Appeals.HIDE, plain=True, without=("News", "Features")),
            "latest": ReaderPreferences(without=("News", "Features")),
        }
        for name, preferences in wanted.items():
            prefer(newsroom.store, late[name], "ru", "", preferences, NOW)
        override(folder, "blocks/appeal.jinja", NO_FOOTER)
        rest = FakeTransport()
        report = send_edition(newsroom, rest, 1_000)
    got = first | rest.letters
    assert (len(got), report.accepted) == (len(READERS) + 3,) * 2
    assert {name: got[f"{name}@example.org"].variant.options for name in late} == {
        "late": LetterOptions(AppealMode.HIDE, discreet=True, mirrors=True),
        "later": LetterOptions(AppealMode.HIDE, plain=True),
        "latest": LetterOptions(without=("news",)),
    }


def test_there_is_a_letter_for_every_option_and_one_for_those_who_left_sections_out(folder: Path) -> None:
    with SampleNewsroom(folder, MIRRORS) as newsroom:
        populate(newsroom)
        send_edition(newsroom, FakeTransport(), 1_000)
        frozen = newsroom.reports.letters(EDITION)
    assert frozen is not None
    whole = [variant for variant in frozen.letters if not variant.options.without]
    assert len(whole) == 3 * len(list(every_option())), "in each of three languages"
    fewer = {variant for variant in frozen.letters if variant.options.without}
    modes = (AppealMode.SHOW, AppealMode.WARN)  # by the rules there are, nobody at any mailbox is not asked
    assert fewer == {
        *(Variant("ru", LetterOptions(mode, without=("news",))) for mode in modes),
        *(Variant("uk", LetterOptions(mode, discreet=True, without=("culture", "news"))) for mode in modes),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in CHANGES if name != "approval is required now"])
def test_an_approval_does_not_count_for_anything_that_was_changed_after_it(folder: Path, name: str) -> None:
    change, environment = CHANGES[name]
    required = MIRRORS | AS_SETTINGS | {"DIGEST_SCHEDULE__APPROVAL": "required"}
    with SampleNewsroom(folder, required) as newsroom:
        approve(EDITION, MARTA, Services(newsroom).assessor(), newsroom.approvals, FixedClock())
        Services(newsroom).manual_send().prepare(EDITION, "")
    change(folder)
    with SampleNewsroom(folder, required | environment) as newsroom, pytest.raises(DigestError):
        Services(newsroom).manual_send().prepare(EDITION, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("appeal", "{{ block.warning | linked }}", "{{ block.warning | linked }} Really."),
        ("cards", "{% macro html(block, letter) %}", "{% macro html(block, letter) %}{# a remark #}"),
    ],
    ids=["only some readers see it", "nobody sees it"],
)
def test_an_approval_covers_every_override(folder: Path, file: str, old: str, new: str) -> None:
    own = (program_templates() / f"email/blocks/{file}.jinja").read_text(encoding="utf-8")
    assert old in own
    with Newsroom(folder, {}) as newsroom:
        before = built(newsroom).fingerprint
    override(folder, f"blocks/{file}.jinja", own)
    with Newsroom(folder, {}) as newsroom:
        assert built(newsroom).fingerprint == before, "the same words from another place"
    override(folder, f"blocks/{file}.jinja", own.replace(old, new))
    with Newsroom(folder, {}) as newsroom:
        assert built(newsroom).fingerprint != before


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"DIGEST_APPEAL__REMIND_ME_LATER_WEEKS": "4"},
        {"DIGEST_APPEAL__ONCE": "11,26"},
        {"DIGEST_APPEAL__HIDE_MAILBOXES": "never.example"},
        {"DIGEST_SENDER__NAME": "Another"},
        {"DIGEST_SENDER__REPLY_TO": "another@lantern.example"},
    ],
)
def test_a_fingerprint_covers_what_no_letter_shows_to_everybody(folder: Path, environment: dict[str, str]) -> None:
    with SampleNewsroom(folder, {}) as newsroom:
        before = built(newsroom).fingerprint
    with SampleNewsroom(folder, {}) as newsroom:
        assert built(newsroom).fingerprint == before
    with SampleNewsroom(folder, environment) as newsroom:
        assert built(newsroom).fingerprint != before


def test_who_left_a_section_out_gets_the_nearest_letter_where_theirs_is_not_sound(folder: Path) -> None:
    """A template may fail just where one section is alone; that stops nobody else's letter."""
    with_all_headings = '{% if letter.blocks | selectattr("template", "equalto", "cards") | list | length == 4 %}'
    own = (program_templates() / "email/blocks/footer.jinja").read_text(encoding="utf-8")
    with_all = own.replace(
        "{{ block.unsubscribe_url | link }}\n", with_all_headings + "{{ block.unsubscribe_url | link }}\n"
    )
    with SampleNewsroom(folder, {}) as newsroom:
        populate(newsroom)
    assert with_all != own
    override(
        folder,
        "blocks/footer.jinja",
        with_all.replace('url | link }}\n{{ _("Pref', 'url | link }}\n{% endif %}{{ _("Pref'),
    )
    with SampleNewsroom(folder, {}) as newsroom:
        mailbox = Mailbox()
        report = send_edition(newsroom, mailbox, batch_size=10)
        frozen = newsroom.reports.letters(EDITION)
        wanted = newsroom.subscribers.fewer_sections(AudienceQuery(frozenset({"en", "ru", "uk"}), "en", NOW))
        said = run(folder, "status", EDITION).stdout
    assert frozen
    choices = {variant.options.among(frozen.sections).without for variant in wanted} - {()}
    assert report.replaced == frozen.replaced == len(choices) > 0
    assert f"Choices of sections that made no sound letter: {len(choices)}." in said
    assert "@" not in said
    assert not [variant for variant in frozen.letters if variant.options.without]
    assert (report.accepted, len(mailbox.got)) == (report.audience, report.audience)


def test_an_edition_begun_by_a_version_that_kept_no_letters_is_not_gone_on_with(newsroom: Newsroom) -> None:
    join(newsroom.store, "anna@example.org", NOW)
    newsroom.log.open(Opening(EDITION, "f", NOW), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    mailbox = Mailbox()
    with pytest.raises(DigestError, match="kept no letters to go on with"):
        send_edition(newsroom, mailbox)
    assert mailbox.batches == 0
    newsroom.log.acquire(EDITION, NOW + timedelta(seconds=1), repeats=False)

"""The last look at a rendered letter stops what readers, filters or mail programs would suffer from."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from digest.app.paths import program_templates
from digest.delivery.mail import Letter
from digest.editing.build import LetterBuilder
from digest.edition.model import Note, Pick, Section
from digest.errors import InputProblems
from digest.letter.preflight import SizeLimits, encoded_size, preflight, sizes, unreplaced_marks
from digest.letter.slots import SLOT, ReaderLinks
from digest.letter.templates import TemplateBroken, Templates
from digest.problem import Mark, Severity
from tests.standins.letters import EDITION, edition_and_lock, letter, publication

LINKS = ReaderLinks("https://letter.lantern.example", EDITION)
NO_LIMITS = SizeLimits(10**9, 10**9)


def said(found: Letter) -> str:
    return "\n".join(problem.what for problem in preflight(found, "f", NO_LIMITS, LINKS))


def test_the_small_edition_passes() -> None:
    assert preflight(letter(), "f", SizeLimits(), LINKS) == []


def sized(html: str) -> Letter:
    return replace(letter(), html=html)


@pytest.mark.parametrize(
    ("size", "limit", "severities"),
    [
        (875, 1_000, []),
        (876, 1_000, [Severity.WARNING]),
        (1_000, 1_000, [Severity.WARNING]),
        (1_001, 1_000, [Severity.ERROR]),
    ],
)
def test_a_letter_is_warned_about_above_seven_eighths_of_the_limit_and_stopped_above_it(
    size: int, limit: int, severities: list[Severity]
) -> None:
    problems = preflight(sized("a" * size), "f", SizeLimits(limit, 10**9), LINKS)
    assert [problem.severity for problem in problems if "HTML has" in problem.what] == severities


def test_the_size_as_it_travels_has_a_limit_of_its_own() -> None:
    cyrillic = sized("ы" * 1_000)
    size = encoded_size(cyrillic.html.encode())
    assert size > sizes(cyrillic).html_bytes
    for limit, severities in ((size - 1, [Severity.ERROR]), (size, [Severity.WARNING]), (size * 2, [])):
        problems = preflight(cyrillic, "f", SizeLimits(10**9, limit), LINKS)
        assert [problem.severity for problem in problems if "encoded HTML has" in problem.what] == severities


def test_the_shorter_of_the_two_encodings_counts() -> None:
    assert encoded_size(b"a" * 75) == 75 + 3
    assert encoded_size("ы".encode() * 57) == 2 * 78
    assert encoded_size(b"=") == 3


def test_the_heaviest_picks_are_named() -> None:
    found = replace(letter(), bytes_per_pick=(("https://a", 1), ("https://b", 4), ("https://c", 3), ("https://d", 2)))
    what = preflight(found, "f", SizeLimits(1, 10**9), LINKS)[0].what
    assert "heaviest picks: https://b 4 bytes, https://c 3 bytes, https://d 2 bytes)" in what


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda found: replace(found, text="Hello"), "the text part has no unsubscribe link"),
        (lambda found: replace(found, html=found.html.replace("/u/", "/x/")), "the HTML part has no unsubscribe link"),
        (
            lambda found: replace(found, text=f"\n{LINKS.unsubscribe}\n"),
            "the text part has no character beyond Latin-1",
        ),
        (lambda found: replace(found, html=found.html.replace("<h1", "<h3")), "0 top headings"),
        (
            lambda found: replace(found, html=re.sub(r'role="article" lang="en" dir="ltr"', "", found.html)),
            "does not say its language",
        ),
    ],
)
def test_a_template_that_drops_a_duty_is_stopped(broken: Callable[[Letter], Letter], words: str) -> None:
    assert words in said(broken(letter()))


STRAY = f"the letter holds `{SLOT}` where no reader's link belongs"


@pytest.mark.parametrize(
    "broken",
    [
        lambda found: replace(found, html=found.html.replace("<h1", f"<p>{SLOT}</p><h1")),
        lambda found: replace(
            found, html=found.html.replace("<h1", f'<a href="https://evil.example/?u={LINKS.unsubscribe}"></a><h1')
        ),
        lambda found: replace(found, html=found.html.replace("<h1", f"<p>{LINKS.unsubscribe}</p><h1")),
        lambda found: replace(found, text=f"{found.text}\nRead this {SLOT}.\n"),
        lambda found: replace(found, text=f"{found.text}\nhttps://evil.example/?u={LINKS.unsubscribe}\n"),
        lambda found: replace(found, text=f"{found.text}\nsee {LINKS.unsubscribe}\n"),
        lambda found: replace(found, subject=f"Hello {SLOT}"),
        lambda found: replace(found, sender=f"Lantern {SLOT}"),
    ],
    ids=[
        "HTML",
        "HTML, inside another address",
        "HTML, no link",
        "text",
        "text, inside another address",
        "text, not alone on its line",
        "subject",
        "sender",
    ],
)
def test_a_readers_token_goes_nowhere_but_into_the_readers_own_links(broken: Callable[[Letter], Letter]) -> None:
    assert said(broken(letter())) == STRAY


def test_an_editors_words_and_addresses_get_no_token_either() -> None:
    edition, lock = edition_and_lock()
    for pick in (
        Pick("https://example.org/a", title=f"Read this {SLOT}", summary="S"),
        Pick(f"https://evil.example/?u=https://letter.lantern.example/u/{SLOT}", title="T", summary="S"),
    ):
        thief = replace(edition, sections=(Section("N", (pick,)),))
        assert STRAY in said(letter(edition=thief, lock=lock))
    assert STRAY in said(letter(edition=replace(edition, subject=f"S {SLOT}"), lock=lock))


MACROS = "{{% macro html(block, letter) %}}<tr><td>{0}</td></tr>{{% endmacro %}}{{% macro txt(block, letter) %}}{{% endmacro %}}"


def overriding(folder: Path, text: str, name: str = "blocks/banner.jinja") -> Templates:
    file = folder / "email" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return Templates(program_templates(), folder)


FOOTER = "blocks/footer.jinja"


def program_text(block: str) -> str:
    return (program_templates() / f"email/blocks/{block}.jinja").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "place"),
    [
        (MACROS.format("\n\n<b>\nHello, ~name~!</b>"), "4:8"),
        (MACROS.format("{{ _('Hello, ~First_name~') }}"), "1:53"),
        (MACROS.format("{% if block.text %}\n<b>{{ block.text }}</b>\n  ~имя~{% endif %}"), "3:3"),
        (MACROS.format("{# not ~this~ #}\n~first-name~"), "2:1"),
    ],
)
def test_a_mark_in_a_template_that_nobody_replaces_stops_the_letter(tmp_path: Path, text: str, place: str) -> None:
    (problem,) = unreplaced_marks(overriding(tmp_path, text).texts)
    assert str(problem).startswith(f"templates/email/blocks/banner.jinja:{place}: error: nothing replaces `~")
    edition, lock = edition_and_lock()
    with pytest.raises(InputProblems, match="nothing replaces `~"):
        LetterBuilder(publication(), overriding(tmp_path, text), NO_LIMITS).build(edition, lock)


@pytest.mark.parametrize(
    "text",
    [
        MACROS.format("{{ block.text~block.url~letter.title }}"),
        MACROS.format("{# Hello, ~name~ #}"),
        MACROS.format("about ~5~ or ~ so ~, ~~"),
        MACROS.format(f"<a href='https://letter.lantern.example/u/{SLOT}'>"),
        "{% macro html(",
    ],
    ids=["operator", "comment", "tildes", "slot", "broken"],
)
def test_what_is_no_mark_passes(tmp_path: Path, text: str) -> None:
    assert unreplaced_marks(overriding(tmp_path, text).texts) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        '{{ "~na" ~ "me~" }}',
        '{% for word in ["~na"] %}{{ word }}me~{% endfor %}',
        '{{ "name" | replace("na", "~na") }}~',
        '{% if letter.words_language == "uk" %}{{ "~na" ~ "me~" }}{% endif %}',
        '{% if letter.opening %}{{ "~na" ~ "me~" }}{% endif %}',
    ],
)
def test_a_mark_that_a_template_puts_together_stops_the_letter_whoever_would_see_it(tmp_path: Path, text: str) -> None:
    templates = overriding(
        tmp_path, program_text("footer").replace("</td></tr>", f'<p style="margin:0">{text}</p></td></tr>'), FOOTER
    )
    assert unreplaced_marks(templates.texts) == []
    with pytest.raises(InputProblems, match="templates/email:1:1: error: a template makes `~name~`, which nothing"):
        LetterBuilder(publication(), templates, NO_LIMITS).build(*edition_and_lock())


@pytest.mark.parametrize("text", ['{{ "~rea" ~ "der~" }}', '<a href="https://x.example/{{ "~rea" ~ "der~" }}">x</a>'])
def test_a_readers_slot_that_a_template_puts_together_stops_the_letter(tmp_path: Path, text: str) -> None:
    templates = overriding(
        tmp_path, program_text("footer").replace("</td></tr>", f'<p style="margin:0">{text}</p></td></tr>'), FOOTER
    )
    with pytest.raises((InputProblems, TemplateBroken), match=r"where no reader's link belongs|no field of a block's"):
        LetterBuilder(publication(), templates, NO_LIMITS).build(*edition_and_lock())


def test_the_programs_own_templates_have_no_marks() -> None:
    texts = Templates(program_templates()).texts
    assert {text.file for text in texts} > {
        "email/letter.mjml.jinja",
        "email/blocks/cards.jinja",
        "email/phrases.jinja",
    }
    assert unreplaced_marks(texts) == []


def test_the_same_characters_in_what_editors_and_pages_wrote_are_text() -> None:
    edition, lock = edition_and_lock()
    pick = Pick("https://example.org/~anna~/a", title="The sign ~name~", summary="A ~word~.", mark=Mark(9, 9))
    page = replace(lock.picks[0], title="~title~", summary="~summary~", authors=("~author~",))
    wild = replace(
        edition,
        subject="~subject~",
        preheader="~Straße~",
        note=Note("Hello, ~name~", by="~us~"),
        sections=(*edition.sections, Section("~Straße~", (pick,))),
    )
    builder = LetterBuilder(publication(), Templates(program_templates()), NO_LIMITS)
    built = builder.build(wild, replace(lock, picks=(page, *lock.picks[1:])))
    assert "Hello, ~name~" in built.letters[0].text
    assert "https://example.org/~anna~/a" in built.letters[0].html


@pytest.mark.slow
@pytest.mark.parametrize("part", ["txt", "mjml"])
def test_a_frame_that_leaves_out_how_discreet_letters_begin_stops_the_letter(tmp_path: Path, part: str) -> None:
    frame = (program_templates() / f"email/letter.{part}.jinja").read_text(encoding="utf-8")
    templates = overriding(
        tmp_path, frame.replace("letter.opening", "letter.nothing | default('')"), f"letter.{part}.jinja"
    )
    with pytest.raises(InputProblems, match="a discreet letter names you within its first 200 characters"):
        LetterBuilder(publication(), templates, NO_LIMITS).build(*edition_and_lock())
    named = replace(publication(), title="Letter")  # which the opening itself says
    assert LetterBuilder(named, Templates(program_templates()), NO_LIMITS).build(*edition_and_lock()).letters

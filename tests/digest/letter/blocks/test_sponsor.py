"""The sponsor's place: labelled, in both parts, the same for every reader, and nothing is put behind its address."""

from dataclasses import replace
from pathlib import Path

import pytest

from digest.app.paths import program_templates
from digest.delivery.mail import Letter
from digest.delivery.variant import LetterOptions, Variant
from digest.editing.build import LetterBuilder
from digest.edition.model import Edition
from digest.edition.sponsors_file import parse_sponsors, with_sponsor
from digest.errors import InputProblems
from digest.letter.link_parameters import LinkParameters
from digest.letter.preflight import SizeLimits
from digest.letter.templates import Templates
from tests.digest.edition.test_sponsors_file import BOOKING
from tests.standins.letters import edition_and_lock, letter, publication
from tests.standins.written import written

PICTURE = "  picture: https://lantern.example/p.jpg\n  alt: A shelf\n  size: 1036x200\n"


def sponsored(booking: str = BOOKING, keys: str = "") -> Edition:
    file = parse_sponsors(booking)
    assert not file.problems
    assert not any(booking.problems for booking in file.bookings)
    return with_sponsor(written(keys), file)[0]


def letter_with(booking: str = BOOKING, options: LetterOptions | None = None) -> Letter:
    return letter(Variant("en", options or LetterOptions()), edition=sponsored(booking))


def test_it_stands_below_the_lead_with_its_label_first() -> None:
    found = letter_with()
    for part in (found.html, found.text):
        order = [
            part.index(words) for words in ("a vote", "Sponsored by Nerva Books", "A shop that posts", "books to any")
        ]
        assert order == sorted(order)
        assert part.index("A shop that posts") < part.rindex("The city council")
        assert "https://books.example/" in part


def test_the_order_of_the_edition_moves_it() -> None:
    text = letter(edition=sponsored(keys="order: [sponsor]\n")).text
    assert text.index("Nerva Books") < text.index("Three years after the square")


def test_nothing_is_put_behind_its_address_and_it_has_no_mirror() -> None:
    booking = BOOKING.replace("books.example/", "lantern.example/books")
    own = replace(publication(), parameters=LinkParameters((("utm_source", "letter"),), ("lantern.example",)))
    found = letter(Variant("en", LetterOptions(mirrors=True)), edition=sponsored(booking), own=own)
    assert 'href="https://lantern.example/books"' in found.html
    assert "\nhttps://lantern.example/books\n" in found.text


def test_its_picture_has_words_and_a_size_that_fits() -> None:
    html = letter_with(BOOKING + PICTURE).html
    assert 'alt="A shelf" width="518" height="100"' in html


def test_hostile_words_stay_words() -> None:
    found = letter_with(BOOKING.replace("Nerva Books", "<b>N</b> & {{ x }}"))
    assert "Sponsored by &lt;b&gt;N&lt;/b&gt; &amp; {{ x }}" in found.html
    assert "Sponsored by <b>N</b> & {{ x }}" in found.text


def test_a_template_that_does_not_show_it_stops_the_letter(tmp_path: Path) -> None:
    file = tmp_path / "email" / "blocks" / "sponsor.jinja"
    file.parent.mkdir(parents=True)
    file.write_text(
        "{% macro html(block, letter) %}{% endmacro %}{% macro txt(block, letter) %}{{ block.label }}{% endmacro %}"
    )
    templates = Templates(program_templates(), tmp_path)
    with pytest.raises(InputProblems, match="is booked and not in the letter"):
        LetterBuilder(publication(), templates, SizeLimits()).build(sponsored(), edition_and_lock()[1])


@pytest.mark.slow
def test_another_booking_is_another_letter_for_whoever_approved_it() -> None:
    builder, lock = LetterBuilder(publication(), Templates(program_templates()), SizeLimits()), edition_and_lock()[1]
    prints = {
        builder.build(edition, lock).fingerprint for edition in (written(""), sponsored(), sponsored(BOOKING + PICTURE))
    }
    assert len(prints) == 3

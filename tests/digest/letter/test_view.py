"""The view of a letter: which blocks, in which order, with which words."""

import re
from dataclasses import replace
from html import unescape

import pytest

from digest.articles.model import Image
from digest.delivery.variant import AppealMode, LetterOptions, Variant
from digest.edition.cards import cards
from digest.edition.model import Brief, Correction, Edition, Note, Pick, Section
from digest.letter.blocks.appeal import Appeal
from digest.letter.blocks.banner import Banner
from digest.letter.blocks.stories import MAX_PICTURE_HEIGHT, PORTRAIT_WIDTH, Cards, Lead, Story, stories_of
from digest.letter.links import hrefs
from digest.letter.publication import Publication
from digest.letter.view import View, view
from tests.standins.letters import edition_and_lock, letter, publication


def shown(
    options: LetterOptions | None = None, edition: Edition | None = None, publisher: Publication | None = None
) -> View:
    own, lock = edition_and_lock()
    edition = edition or own
    variant = Variant("en", options or LetterOptions())
    return view(edition, list(cards(edition, lock)), publisher or publication(), variant, lambda _, name: f"the {name}")


def templates(found: View) -> list[str]:
    return [block.template for block in found.blocks]


def said(found: View) -> list[str]:
    return [words.text for words in found.preheader]


def stories(found: View) -> list[Story]:
    return [story for block in found.blocks for story in stories_of(block)]


def test_the_banner_and_the_masthead_come_first_and_the_appeal_and_the_footer_last() -> None:
    assert templates(shown())[:2] == ["banner", "masthead"]
    assert templates(shown())[-3:] == ["appeal", "forward", "footer"]


def test_each_section_begins_with_its_name() -> None:
    found = [block for block in shown().blocks if isinstance(block, Lead | Cards)]
    assert [block.name for block in found if isinstance(block, Cards)] == ["News", "Culture"]
    assert [len(stories_of(block)) for block in found] == [1, 2, 1]


def test_what_an_edition_has_not_takes_no_place() -> None:
    edition = Edition("2026-11-27", "f", "S", ())
    bare = replace(publication(), appeal=None)
    assert templates(shown(edition=edition, publisher=bare)) == ["masthead", "forward", "footer"]


def test_the_lead_comes_first_wherever_the_editor_put_it() -> None:
    edition = edition_and_lock()[0]
    turned = replace(edition, sections=tuple(reversed(edition.sections)))
    found = shown(edition=turned)
    assert [name for name in templates(found) if name in ("lead", "cards")] == ["lead", "cards", "cards"]
    assert stories(found)[0].title == stories(shown())[0].title
    assert [story.number for story in stories(found)] == [1, 2, 3, 4]


def test_sections_a_reader_does_not_want_are_left_out() -> None:
    found = shown(LetterOptions(without=("news",)))
    assert [story.url for story in stories(found)] == ["https://lantern.example/2026/wardrobe"]


def test_a_warning_stands_in_the_appeal_and_no_banner_comes_before_it() -> None:
    found = shown(LetterOptions(AppealMode.WARN))
    assert not [block for block in found.blocks if isinstance(block, Banner)]
    (appeal,) = (block for block in found.blocks if isinstance(block, Appeal))
    assert appeal.warning == "the warning"
    words = publication().appeal
    assert words is not None
    own = replace(publication(), appeal=replace(words, warning="Ours"))
    (appeal,) = (
        block for block in shown(LetterOptions(AppealMode.WARN), publisher=own).blocks if isinstance(block, Appeal)
    )
    assert appeal.warning == "Ours"


def test_who_wants_no_appeal_sees_none() -> None:
    assert not {"banner", "appeal"} & set(templates(shown(LetterOptions(AppealMode.HIDE))))


def test_a_newsroom_without_remind_me_later_offers_none() -> None:
    words = publication().appeal
    assert words is not None
    silent = replace(publication(), appeal=replace(words, remind_me_later_weeks=0))
    assert [block.remind_url for block in shown(publisher=silent).blocks if isinstance(block, Appeal)] == [""]


def test_a_discreet_letter_names_neither_subject_nor_newsroom() -> None:
    found = shown(LetterOptions(discreet=True))
    assert (found.subject, found.sender) == ("the discreet_subject", "the discreet_sender")
    assert found.preheader == ()
    assert found.opening == "the discreet_opening"
    correction = replace(edition_and_lock()[0], id="2026-11-27-correction-1")
    found = shown(LetterOptions(discreet=True), correction)
    assert (found.subject, found.opening) == ("the discreet_correction_subject", "the discreet_correction_opening")


def test_an_inbox_shows_the_next_two_headlines_where_the_editor_wrote_no_preheader() -> None:
    edition = replace(edition_and_lock()[0], preheader="")
    titles = [story.title for story in stories(shown(edition=edition))]
    assert said(shown(edition=edition)) == titles[1:3]
    assert said(shown(edition=replace(edition, preheader="Said"))) == ["Said"]
    alone = replace(edition, sections=(replace(edition.sections[0], picks=edition.sections[0].picks[:1]),))
    assert said(shown(edition=alone)) == [stories(shown(edition=alone))[0].summary]
    nothing = replace(edition, sections=(), corrections=())
    assert said(shown(edition=nothing)) == []
    corrected = replace(nothing, corrections=(Correction("It was **201**, not [210](https://e.example/)."),))
    assert said(shown(edition=corrected)) == ["It was 201, not 210."]


@pytest.mark.parametrize(
    ("image", "width", "height"),
    [
        (Image("https://e.example/a.jpg", 1104, 620), 552, 310),
        (Image("https://e.example/a.jpg"), 552, 0),
        (Image("https://e.example/a.jpg", 100, 9_000), 19, 1_710),
    ],
)
def test_a_picture_is_scaled_to_what_mail_programs_can_show(image: Image, width: int, height: int) -> None:
    edition, lock = edition_and_lock()
    found = [replace(card, picture=image) for card in cards(edition, lock)]
    lead = stories(view(edition, found, publication(), Variant("en"), lambda _, name: name))[0]
    assert lead.picture is not None
    assert (lead.picture.width, lead.picture.height) == (width, height)
    assert lead.picture.height <= MAX_PICTURE_HEIGHT


@pytest.mark.parametrize(("size", "height"), [((1_600, 900), 45), ((900, 900), 80), ((600, 900), 120)])
def test_a_portrait_keeps_its_own_form(size: tuple[int, int], height: int) -> None:
    edition, lock = edition_and_lock()
    image = Image("https://e.example/a.jpg", *size, alt="Vera Lind")
    found = [replace(card, picture=image, known_picture=None) for card in cards(edition, lock)]
    looks = tuple(replace(section, look="opinion") for section in edition.sections)
    shown = view(replace(edition, sections=looks), found, publication(), Variant("en"), lambda _, name: name)
    portraits = [story.picture for story in stories(shown)[1:]]
    assert {(one.width, one.height) for one in portraits if one} == {(PORTRAIT_WIDTH, height)}


def test_every_address_is_ascii_in_both_parts_and_finds_its_mirror() -> None:
    edition, lock = edition_and_lock()
    picks = (
        Pick("https://новости.рф/новость-дня", title="T", summary="S"),
        Pick("https://example.org/кафе?q=чай", title="T", summary="S", picture="https://example.org/фото.jpg", alt="A"),
    )
    note = Note("Читайте [здесь](https://новости.рф/б) или «https://новости.рф/в».")
    edition = replace(
        edition, sections=(Section("News", picks),), note=note, briefs=(Brief("B", "https://новости.рф/г"),)
    )
    made = letter(edition=edition, lock=lock)
    for part in (unescape(made.html), made.text):
        addresses = re.findall(r'https?://[^\s<>"]+', part)
        assert all(address.rstrip("».").isascii() for address in addresses)
        assert (
            "https://xn--b1amnebsh.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C-%D0%B4%D0%BD%D1%8F" in addresses
        )
        assert "https://example.org/%D0%BA%D0%B0%D1%84%D0%B5?q=%D1%87%D0%B0%D0%B9" in addresses
        assert "https://xn--b1amnebsh.xn--p1ai/%D0%B2" in {address.rstrip("».") for address in addresses}

    own = replace(publication(), mirrors={"xn--b1amnebsh.xn--p1ai": "m.example.net"})
    links = hrefs(shown(LetterOptions(mirrors=True), edition, own))
    assert not [url for url in links if "xn--b1amnebsh" in url]
    assert "https://m.example.net/%D0%B3" in links

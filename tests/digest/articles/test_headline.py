"""The headline of a page: which one it is, and what around it belongs to the site."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.articles.headline import MAX_OTHERS, Headline, choose, folded

TOLD = "Orel opens its books"


def chosen(declared: list[str], printed: list[str], belonging: list[str]) -> list[str]:
    return [
        one.text
        for one in choose(
            [Headline(text, "meta") for text in declared], [Headline(text, "page") for text in printed], belonging
        )
    ]


@pytest.mark.parametrize(
    "headline",
    [
        f"{TOLD} | The Lantern", f"{TOLD}| The Lantern", f"{TOLD} - The Lantern", f"{TOLD} – The Lantern", f"{TOLD} — The Lantern", f"{TOLD}— The Lantern", f"{TOLD} —The Lantern",
        f"{TOLD} -- The Lantern", f"{TOLD} · The Lantern", f"{TOLD} • The Lantern", f"{TOLD} » The Lantern", f"{TOLD} « The Lantern", f"{TOLD} : The Lantern", f"{TOLD} :: The Lantern", f"{TOLD} / The Lantern",
        f"{TOLD} < The Lantern", f"{TOLD} > The Lantern", f"{TOLD} ¦ The Lantern", f"{TOLD}｜The Lantern", f"{TOLD}ㅣThe Lantern", f"{TOLD}：The Lantern",
        f"{TOLD} | THE LANTERN", f"{TOLD} | Lantern", f"{TOLD} | The Lan", f"{TOLD} | The Lantern News", f"{TOLD} | TheLantern", f"{TOLD} | thelantern.example", f"{TOLD} | Politics", f"{TOLD} | Anna Adler",
        f"{TOLD} | Politics | The Lantern", f"{TOLD} - Politics – The Lantern", f"{TOLD}-Politics | The Lantern", f"The Lantern | {TOLD}", f"The Lantern – {TOLD}", f"Politics | {TOLD} | The Lantern", f"Anna Adler : {TOLD}",
        f"{TOLD} | 24.11.2026", f"{TOLD} | 2026-11-24", f"{TOLD} | November 24, 2026", f"{TOLD} | 24 November 2026", f"{TOLD} | 24. November 2026", f"{TOLD} | Page 2", f"{TOLD} - Seite 2 von 3", f"{TOLD} | page 2 of 3", f"{TOLD} | стр. 2",
        f"{TOLD} |", f"{TOLD} | ", f"  {TOLD} ", f"{TOLD} | !!!",
    ],
)  # fmt: skip
def test_what_belongs_to_the_site_is_no_part_of_a_headline(headline: str) -> None:
    assert chosen([headline], [], ["The Lantern", "Politics", "Anna Adler", ""]) == [TOLD]


@pytest.mark.parametrize(
    ("headline", "site", "bare"),
    [
        ("Совет открыл свои книги — Фонарь", "Фонарь", "Совет открыл свои книги"),
        ("Рада відкрила книги | Ліхтар", "Ліхтар", "Рада відкрила книги"),
        ("議会が帳簿を公開することを決定｜ランタン", "ランタン", "議会が帳簿を公開することを決定"),
        ("奥雷尔市议会公开账本_灯报 - 灯报", "灯报", "奥雷尔市议会公开账本_灯报"),
        ("오렐 의회가 장부를 공개 | 등불", "등불", "오렐 의회가 장부를 공개"),
        ("قرر مجلس اوريل فتح دفاتره | الفانوس", "الفانوس", "قرر مجلس اوريل فتح دفاتره"),
        ("מועצת אורל פותחת ספריה | הפנס", "הפנס", "מועצת אורל פותחת ספריה"),
        ("Grüße aus Orel – STRASSE", "Straße", "Grüße aus Orel"),
    ],
)
def test_the_sites_name_is_known_in_every_script(headline: str, site: str, bare: str) -> None:
    assert chosen([headline], [], [site]) == [bare]


@pytest.mark.parametrize(
    "headline",
    [
        "War – and Peace", f"{TOLD} - the cost", f"{TOLD} | Other paper", "Orel: council opens its books", "Adler-Brandt opens books", "Tom-and-Jerry in Orel", "Lantern festival tonight", "Orel 2:1 Novgorod",
        "The Lantern shines again in Orel", f"{TOLD} - The", f"{TOLD} - La", f"{TOLD} - The Lantern shines again in the whole of the old town", "What is 1/2 of 10-20?", "„Wir öffnen“ – „Wir auch“", "The Lantern", "Lantern-The Lantern",
    ],
)  # fmt: skip
def test_a_dash_or_colon_inside_a_headline_stays(headline: str) -> None:
    assert chosen([headline], [], ["The Lantern"]) == [headline]


def test_what_would_be_left_too_short_is_not_cut() -> None:
    assert chosen(["Budgets – The Lantern"], [], ["The Lantern"]) == ["Budgets – The Lantern"]
    assert chosen(["The Lantern | Budgets"], [], ["The Lantern"]) == ["The Lantern | Budgets"]
    assert chosen(["Expenses | The Lantern"], [], ["The Lantern"]) == ["Expenses"]
    assert chosen(["The Lantern | Expenses"], [], ["The Lantern"]) == ["Expenses"]


@pytest.mark.parametrize("short", ["Why?", "After", "Нет!", "市議会開会", "Budgets"])
def test_the_sites_name_behind_a_bar_is_cut_however_short_the_rest_is(short: str) -> None:
    assert chosen([f"{short} | The Lantern"], [short], ["The Lantern"]) == [short]


def test_a_section_behind_a_hyphen_is_cut_only_where_it_is_one() -> None:
    assert chosen(["Cup goes to Orel-Sport - The Lantern"], [], ["The Lantern", "Sport"]) == ["Cup goes to Orel"]
    assert chosen(["오렐이 컵을 가져간다-정치ㅣThe Lantern"], [], ["The Lantern", "정치"]) == ["오렐이 컵을 가져간다"]
    assert chosen(["Cup goes to Orel-Sport - The Lantern"], [], ["The Lantern"]) == ["Cup goes to Orel-Sport"]
    assert chosen(["Cup goes to Orel-Sport"], [], ["The Lantern", "Sport"]) == ["Cup goes to Orel-Sport"]


def test_a_headline_both_declared_and_printed_comes_first_as_it_is_printed() -> None:
    declared = [Headline("Why Orel opens books", "og"), Headline("OREL OPENS ITS BOOKS | The Lantern", "title")]
    printed = [Headline("Most read in Orel", "h2"), Headline(TOLD, "h1")]
    assert choose(declared, printed, ["The Lantern"]) == [
        Headline(TOLD, "h1"),
        Headline("Why Orel opens books", "og"),
        Headline("Most read in Orel", "h2"),
    ]


def test_the_first_declared_one_counts_where_none_is_printed_too() -> None:
    assert chosen([TOLD, "Other words"], ["Printed words"], []) == [TOLD, "Other words", "Printed words"]


def test_a_short_declared_one_is_no_headline_beside_a_longer_one() -> None:
    assert chosen(["Books", TOLD], ["Printed words"], []) == [TOLD, "Books", "Printed words"]
    assert chosen(["Books"], ["Printed words"], []) == ["Printed words", "Books"]
    assert chosen(["Books", TOLD], ["Books"], []) == [TOLD, "Books"]
    assert chosen(["Books"], [], []) == ["Books"]


@pytest.mark.parametrize("label", ["The Lantern", "THE LANTERN!", "Politics", "Logo", "The Lantern logo", "Menu", "home", "Homepage", "Startseite", "", "  "])  # fmt: skip
def test_a_label_that_is_printed_is_no_headline(label: str) -> None:
    assert chosen([], [label, TOLD], ["The Lantern", "Politics"]) == [TOLD]
    assert chosen([], [label], ["The Lantern", "Politics"]) == []


@pytest.mark.parametrize(
    "text", ["Menu of the week in Orel", "Home is where Orel is", "Logos and myths", "Politics of water"]
)
def test_a_headline_that_begins_like_a_label_is_one(text: str) -> None:
    assert chosen([], [text, TOLD], ["The Lantern", "Politics"])[0] == text


def test_each_text_comes_once_and_there_are_few_of_them() -> None:
    assert chosen([TOLD, TOLD.upper(), f"{TOLD}!"], [TOLD], []) == [TOLD]
    assert MAX_OTHERS == 4
    assert chosen([f"Headline number {number}" for number in range(9)], [], []) == [f"Headline number {number}" for number in range(5)]  # fmt: skip


def test_a_page_without_headlines_has_none() -> None:
    assert choose([], [], []) == []
    assert chosen(["", " "], ["", "\n"], ["The Lantern"]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hello,  World!", "hello world"), ("ＯＲＥＬ", "orel"), ("Straße", "STRASSE"), ("ﬁn", "FIN"), ("e\u0301te\u0301", "ÉTÉ"), ("«Орёл»", "ОРЁЛ"), ("a_b", "A-B"), ("!?", ""), ("１２", "12"), ("", " ")],
)  # fmt: skip
def test_two_spellings_of_a_text_compare(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Orel", "Orelo"), ("ab", "a b"), ("Орел", "Орёл"), ("1", "2"), ("猫", "犬"), ("a", "")]
)
def test_two_texts_do_not(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.lists(st.text(st.sampled_from("ab |-–:.12 ") | st.characters(), max_size=40), max_size=4), st.lists(st.text(max_size=20), max_size=3))  # fmt: skip
def test_whatever_is_chosen_stands_in_what_is_offered(texts: list[str], belonging: list[str]) -> None:
    found = chosen(texts, texts[1:], belonging)
    assert len(found) <= 1 + MAX_OTHERS
    assert all(text.strip() == text != "" and any(text in " ".join(one.split()) for one in texts) for text in found)
    assert len({folded(text) for text in found}) == len(found)
    assert bool(found) == any(text.strip() for text in texts)


@pytest.mark.parametrize("piece", ["a", "A ", "1", ":", "(", '"', "|", ",", "-", "1.1.1 ", "page 1 of "])
def test_a_headline_of_a_hundred_thousand_characters_is_read(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert len(chosen([text], [text], ["The Lantern"])) == 1

"""The topics of an article: words that a reader would recognise, and nothing that programs put beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.articles.topics import MOST, topics


@pytest.mark.parametrize(
    "topic",
    ["Orel", "city budget", "one two three four", "COVID-19", "G7", "G20", "5G", "EU", "eu", "AI", "3D", "COP30", "Q&A", "R&B", "C++", "iPhone", "McDonald", "YouTube", "Coca-Cola", "Rock'n'roll", "2026 budget", "1848 revolution", "x" * 40, "Выборы", "бюджет Орла", "Вибори", "Öffentlicher Verkehr", "中国", "選挙", "예산", "انتخابات", "בחירות", "news from Orel", "Article 5", "orel.example"],
)  # fmt: skip
def test_a_word_that_people_use_is_a_topic(topic: str) -> None:
    assert topics([topic], []) == (topic,)


@pytest.mark.parametrize(
    "code",
    ["tag:orel", "section_politics", "orel/council", "a=b", "orel@example", "{{tag}}", "<b>", "a|b", "C#4", "123456", "id 12345 x", "12345", "2026", "7", "orel.com", "www.orel.org", "orel.net news", "orel-city-council", "state-of-the-art", "ab1", "b2b", "s3 bucket", "newsArticleMain", "isBreakingNews"],
)  # fmt: skip
def test_a_code_is_no_topic(code: str) -> None:
    assert topics([code], []) == ()


@pytest.mark.parametrize(
    "word",
    ["article", "Articles", "NEWS", "NewsArticle", "breaking", "Latest", "Homepage", "Premium", "paywall", "uncategorized", "Videos", "SEO", "evergreen", "Новости", "статья", "НОВИНИ", "Nachrichten", "Artikel", "noticias", "Actualités", "notizie", "nieuws", "Wiadomości", "#news", "“news”"],
)  # fmt: skip
def test_a_word_that_fits_every_article_is_no_topic(word: str) -> None:
    assert topics([word], []) == ()


@pytest.mark.parametrize("text", ["", " ", "a", "7", "-", "...", "#", "“”", "x" * 41, "one two three four five", "x" * 100_000, "a " * 50_000, " ," * 50_000, "-" * 100_000, "a-" * 50_000, "1" * 100_000, "A" * 100_000, "aA" * 50_000])  # fmt: skip
def test_a_sign_a_sentence_and_nothing_are_no_topics(text: str) -> None:
    assert topics([text], []) == ()


def test_signs_around_a_topic_are_none_of_it() -> None:
    assert topics([" #budget, ", "'Orel'", "– taxes;", '"schools"'], []) == ("budget", "Orel", "taxes", "schools")


def test_each_topic_comes_once_as_it_was_first_written_and_in_its_order() -> None:
    assert topics(["Orel", "Budget", "OREL", "orel ", "B.u.d.g.e.t", "budget!"], []) == (
        "Orel",
        "Budget",
        "B.u.d.g.e.t",
    )


def test_what_is_said_elsewhere_is_no_topic() -> None:
    assert topics(["The Lantern", "anna adler", "Orel", "Orel opens its books"], ["the LANTERN", "Anna Adler", "Orel opens its books!", ""]) == ("Orel",)  # fmt: skip


def test_a_word_of_the_headline_may_be_a_topic() -> None:
    assert topics(["Orel"], ["Orel opens its books"]) == ("Orel",)


def test_there_are_eight_topics_at_the_most_and_those_left_out_do_not_count() -> None:
    words = ["news", "Alder", "alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Guava", "Hazel", "Ilex"]
    assert MOST == 8
    assert topics(words, ["Birch"]) == ("Alder", "Cedar", "Dogwood", "Elm", "Fir", "Guava", "Hazel", "Ilex")
    assert topics(iter([*words, "Jasmine"]), []) == ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Guava", "Hazel")  # fmt: skip


@given(st.lists(st.text(max_size=50)), st.lists(st.text(max_size=10)))
def test_any_words_give_a_few_short_ones_among_them(offered: list[str], elsewhere: list[str]) -> None:
    found = topics(offered, elsewhere)
    assert len(found) <= MOST
    assert all(1 < len(topic) <= 40 and any(topic in word for word in offered) for topic in found)
    assert topics(found, elsewhere) == found


def test_the_headline_in_pieces_and_codes_of_an_agency_are_no_topics() -> None:
    headline = "Orel opens its books to everybody"
    assert topics(["opens", "books", "everybody"], [headline]) == ()
    assert topics(["Orel", "books", "everybody"], [headline]) == ("Orel", "books", "everybody")
    assert topics(["AER", "AIR", "POL", "CRIM"], [headline]) == ()
    assert topics(["NATO", "EU", "UN"], [headline]) == ("NATO", "EU", "UN")
    assert topics(["NATO", "EU", "UN", "Orel"], [headline]) == ("NATO", "EU", "UN", "Orel")

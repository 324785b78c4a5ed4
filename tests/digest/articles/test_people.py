"""The names in a line that says who wrote an article: each found, none cut apart, nothing that is no name."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.articles.people import is_certain_name, is_name, people


@pytest.mark.parametrize(
    "line",
    [
        "Anna Adler", "By Anna Adler", "by  Anna Adler", "BY Anna Adler", "By: Anna Adler", "By By Anna Adler", " Anna Adler. ",
        "Written by Anna Adler", "Words by Anna Adler", "Story by: Anna Adler", "Posted by Anna Adler", "Analysis by Anna Adler",
        "Text and photographs by Anna Adler", "Byline: Anna Adler", "Author: Anna Adler", "Authors: Anna Adler",
        "Von Anna Adler", "von Anna Adler", "Text: Anna Adler", "Ein Gastbeitrag von Anna Adler", "Gastbeitrag von Anna Adler",
        "Eine Analyse von Anna Adler", "Geschrieben von Anna Adler", "Autor: Anna Adler",
        "Par Anna Adler", "Texte par Anna Adler", "Auteur : Anna Adler", "Por Anna Adler", "Texto: Anna Adler", "Autora: Anna Adler",
        "Testo di Anna Adler", "Autore: Anna Adler", "Door Anna Adler", "Van Anna Adler", "Av Anna Adler", "Af Anna Adler", "Tekst: Anna Adler",
        "Od Anna Adler", "Yazan: Anna Adler", "Írta: Anna Adler", "Kirjoittaja: Anna Adler",
        "Anna Adler (Orel)", "Anna Adler [aa]", "(aa) Anna Adler", "Anna Adler, staff reporter", "Anna Adler, Redakteurin",
        "Anna Adler, Orel", "Anna Adler, chief editor of The Lantern", "Anna Adler, 26 November 2026", "Anna Adler | 26.11.2026",
        "Anna Adler • 5 min read", "Anna Adler\n26 November", "Anna Adler anna@orel.example", "Anna Adler https://orel.example/anna",
        "Anna Adler www.orel.example", "@annaadler Anna Adler", "Anna Adler, Anna Adler", "Adler, Anna", "Anna Adler — Updated today",
        "Anna Adler | Read more", "Anna Adler; Folgen", "“Anna Adler”",
    ],
)  # fmt: skip
def test_one_name_is_found_in_whatever_stands_around_it(line: str) -> None:
    assert people(line) == ["Anna Adler"]


@pytest.mark.parametrize(
    "line",
    ["Автор: Анна Адлер", "Авторы: Анна Адлер", "Авторка: Анна Адлер", "Текст: Анна Адлер", "От Анна Адлер", "Від Анна Адлер", "от автора Анна Адлер", "Анна Адлер, корреспондент", "Анна Адлер, редактор «Фонаря»", "Анна Адлер, кореспондентка", "Анна Адлер | Обновлено вчера", "Адлер, Анна"],
)  # fmt: skip
def test_one_name_is_found_in_cyrillic_lines(line: str) -> None:
    assert people(line) == ["Анна Адлер"]


@pytest.mark.parametrize(
    "between",
    [
        ", ", " and ", ", and ", " And ", " & ", "&", "＆", " und ", " og ", " och ", " et ", " ja ", " ve ", " with ", " mit ",
        " con ", " avec ", " и ", " та ", " й ", " і ", " oraz ", " en ", " sowie ", " y ", " e ", " i ", " a ", "; ", " | ",
        " · ", " • ", " - ", " – ", "—", "/", " / ", "\n", "\t", "   ", "，", "、", "، ",
    ],
)  # fmt: skip
def test_two_names_are_found_with_whatever_stands_between_them(between: str) -> None:
    assert people(f"By Anna Adler{between}Boris Brand") == ["Anna Adler", "Boris Brand"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Anna Adler, Reuters, and Boris Brand (bb)", ["Anna Adler", "Reuters", "Boris Brand"]),
        ("Anna Adler, Boris Brand, and Carla Cohn", ["Anna Adler", "Boris Brand", "Carla Cohn"]),
        ("Von Anna Adler, Boris Brand und Carla Cohn, Orel", ["Anna Adler", "Boris Brand", "Carla Cohn"]),
        ("Anna Adler, senior reporter, and Boris Brand, editor", ["Anna Adler", "Boris Brand"]),
        ("By Anna Adler and by Boris Brand", ["Anna Adler", "Boris Brand"]),
        ("Adler, Anna; Brand, Boris", ["Anna Adler", "Boris Brand"]),
        ("Anna Adler (Orel), Boris Brand [bb]", ["Anna Adler", "Boris Brand"]),
        ("Boris Brand, Anna Adler, Boris Brand", ["Boris Brand", "Anna Adler"]),
        ("Anna Adler, dpa", ["Anna Adler", "dpa"]),
        ("Anna Adler/dpa", ["Anna Adler", "dpa"]),
        ("dpa/AFP", ["dpa", "AFP"]),
        ("Анна Адлер, Укринформ", ["Анна Адлер", "Укринформ"]),
        ("Reuters", ["Reuters"]),
        ("Madonna", ["Madonna"]),
        ("By Anna", ["Anna"]),
        ("山田太郎", ["山田太郎"]),
        ("أنا أدلر، بوريس براند", ["أنا أدلر", "بوريس براند"]),
        ("The Editorial Board", ["The Editorial Board"]),
        ("Anna Adler | The Lantern", ["Anna Adler", "The Lantern"]),
    ],
)
def test_names_come_each_once_and_in_their_order(line: str, names: list[str]) -> None:
    assert people(line) == names


NAMES = [
    "Ursula von der Leyen", "Puig i Cadafalch", "Josep Puig i Cadafalch", "Ana e Silva", "João da Silva e Sousa", "José Ortega y Gasset",
    "Vincent van Gogh", "Van Morrison", "Ali bin Adler", "Ben El Adler", "Anna Adler-Brandt", "Jean-Luc d’Adler", "Sean O’Neill", "Andy Andersen",
    "Mary Anderson", "Ed Sand", "Byron Adler", "Vonnegut Adler", "Porter Adler", "Paris Adler", "Avi Adler", "Odette Adler", "Diana Rossi",
    "J. R. Adler", "J.R. Adler", "Anna A.", "Martin Adler Jr.", "Martin Adler Sr.", "Адлер Анна Борисовна", "Ван Гог", "Анна Андреева", "Інна Таран",
    "김철수", "山田 太郎", "אנה אדלר", "Anna Þórsdóttir", "Ødegaard Åse", "Laura Del Adler", "Storyk Adler", "Editha Adler",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["", "en", "de", "it", "es", "ca"])
def test_a_name_is_not_cut_apart(name: str, language: str) -> None:
    assert people(name, language) == [name]


@pytest.mark.parametrize("name", [name for name in NAMES if " " in name])
def test_a_name_is_not_cut_apart_beside_others(name: str) -> None:
    assert people(f"By Carla Cohn, {name} and Boris Brand") == ["Carla Cohn", name, "Boris Brand"]


@pytest.mark.parametrize("language", ["it", "fr", "es", "pt", "ca", "ro"])
def test_di_and_de_are_words_for_by_in_romance_languages_alone(language: str) -> None:
    for by in ("Di", "di") if language == "it" else ("Di", "di", "De", "de"):  # `De Luca Anna` is a whole name
        assert people(f"{by} Anna Rossi", language) == ["Anna Rossi"]
        assert people(f"{by} Anna Rossi", "nl") == [f"{by} Anna Rossi"]


@pytest.mark.parametrize(("line", "language"), [("De Niro", "it"), ("De Gaulle", "fr"), ("Di Maio", "it"), ("Da Ponte", "it"), ("Van Gogh", "nl"), ("Robert De Niro", "it")])  # fmt: skip
def test_a_word_for_by_that_may_begin_a_name_stays_before_one_word(line: str, language: str) -> None:
    assert people(line, language) == [line]


@pytest.mark.parametrize(
    "line",
    ["", " ", ",", "|", " - ", "()", "(Anna Adler)", "anna@orel.example", "https://orel.example/a", "orel.example", "www.orel.example", "@annaadler", "26 November 2026", "26.11.2026", "Updated 5 minutes ago", "Staff reporter", "freelance journalist", "Share", "Read more", "Follow us", "Subscribe", "Kommentar", "Lesezeit", "5", "A", "Anna5 Adler", "Photo: Boris Brand", "Подписаться", "Читать", "a b c d f g h", "x" * 61],
)  # fmt: skip
def test_a_line_that_names_nobody_has_no_names(line: str) -> None:
    assert people(line) == []


@example("A(]<", "")
@given(
    st.text(st.sampled_from("ABab ,;&/|()[]-–yei.'@\n1") | st.characters(), max_size=60), st.sampled_from(["", "it"])
)
def test_whatever_is_found_is_a_name_once_and_made_of_the_lines_letters(line: str, language: str) -> None:
    found = people(line, language)
    assert len(set(found)) == len(found)
    for name in found:
        assert is_name(name)
        assert all(word.rstrip(".") in line for word in name.split())


@given(st.lists(st.sampled_from(["Anna Adler", "Boris Brand", "Carla Cohn", "Ursula von der Leyen"]), min_size=1, max_size=4, unique=True), st.sampled_from([", ", " and ", "; ", " / ", " y "]))  # fmt: skip
def test_any_row_of_names_comes_back(names: list[str], between: str) -> None:
    assert people("By " + between.join(names)) == names


@pytest.mark.parametrize("text", ["Anna", "anna adler", "Anna Adler", "The Lantern", "A B C D E F", "Reuters", "猫猫", "Reuters Staff", "Anna Adler Editor", "x" * 60])  # fmt: skip
def test_a_few_words_can_be_a_name(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["", " ", "A", "a b c d e f g", "x" * 61, "Anna 5", "Anna٣ Adler", "orel.example", "news.orel.example", "staff reporter", "editor", "Updated Today", "Getty Images", "Photo", "Foto Adler", "sign up", "Profil Adler", "обновлено"])  # fmt: skip
def test_a_date_an_address_a_job_or_words_of_a_page_are_no_name(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize("text", ["Anna Adler", "José da Silva", "Ludwig van Beethoven", "Анна Адлер", "山田 太郎", "Ali bin Said Al Adler", "Puig i Cadafalch", "אנה אדלר"])  # fmt: skip
def test_words_with_capitals_and_the_particles_of_names_are_a_certain_name(text: str) -> None:
    assert is_certain_name(text)


@pytest.mark.parametrize("text", ["", "Anna", "anna adler", "Anna adler", "Анна адлер", "Anna Adler Editor", "A B C D E F", "Anna Adler 5", "Anna and Boris", "Orel News Desk"])  # fmt: skip
def test_one_word_small_letters_and_jobs_are_no_certain_name(text: str) -> None:
    assert not is_certain_name(text)


def test_two_words_with_a_comma_are_one_name_turned_round_and_three_are_not() -> None:
    assert people("Adler, Anna") == ["Anna Adler"]
    assert people("Anna, Boris, Carla")[:1] == ["Anna"]

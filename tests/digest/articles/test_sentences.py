"""Where sentences end, and how a text is made shorter without breaking one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.articles.sentences import is_whole, sentences, shorten


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "The council met. It decided.", ["The council met.", "It decided."]),
        ("en", "Really?! Yes… No... Done!", ["Really?!", "Yes…", "No...", "Done!"]),
        ("en", "It was in 2026. Then it rained.", ["It was in 2026.", "Then it rained."]),
        ("en", "It ended. 5 men came.", ["It ended.", "5 men came."]),
        ("en", "“Stop.” “Go.” He went.", ["“Stop.”", "“Go.”", "He went."]),
        ("en", "She came (late.) He went.", ["She came (late.)", "He went."]),
        ("en", "She came. (He did not.) They left.", ["She came.", "(He did not.)", "They left."]),
        ("en", "One.\n Two.\tThree", ["One.", "Two.", "Three"]),
        ("de", "Endlich. Äpfel! Öl? Übung.", ["Endlich.", "Äpfel!", "Öl?", "Übung."]),
        ("es", "¿Qué pasó? ¡Nada! Fin.", ["¿Qué pasó?", "¡Nada!", "Fin."]),
        ("fr", "C’est dit. « Oui », dit-elle. À demain.", ["C’est dit.", "« Oui », dit-elle.", "À demain."]),
        ("cs", "Konec. Žena přišla. Říjen.", ["Konec.", "Žena přišla.", "Říjen."]),
        ("ru", "«Да.» Она ушла. — Нет.", ["«Да.»", "Она ушла.", "— Нет."]),
        ("ru", "Ну вот… Ёж пришёл.", ["Ну вот…", "Ёж пришёл."]),
        ("uk", "Кінець. Ґава. Її немає. Є й інша.", ["Кінець.", "Ґава.", "Її немає.", "Є й інша."]),
        ("ja", "猫です。犬です！鳥ですか？はい", ["猫です。", "犬です！", "鳥ですか？", "はい"]),
        ("ja", "「猫です。」犬です。", ["「猫です。」", "犬です。"]),
        ("zh", "奥雷尔开会。他们决定了。", ["奥雷尔开会。", "他们决定了。"]),
        ("ko", "의회가 열렸다. 그들은 결정했다.", ["의회가 열렸다.", "그들은 결정했다."]),
        ("ar", "هل وصل؟ نعم. انتهى.", ["هل وصل؟", "نعم.", "انتهى."]),
        ("ur", "وہ آیا۔وہ گیا۔", ["وہ آیا۔", "وہ گیا۔"]),
        ("he", "המועצה החליטה. זה סוף.", ["המועצה החליטה.", "זה סוף."]),
        ("hi", "वह आया। वह गया॥ हाँ", ["वह आया।", "वह गया॥", "हाँ"]),
    ],
)  # fmt: skip
def test_a_sentence_ends_at_its_stop_in_every_script(language: str, text: str, found: list[str]) -> None:
    assert sentences(text, language) == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("", "Dr. Adler met Prof. Brandt of Lantern Inc. Orel in Sept. Monday."),
        ("en", "Mr. Adler and Mrs. Brandt met Gen. Koval of the U.S. Senate."),
        ("en", "At 5 p.m. Anna left for St. Orel Ave. Nine."),
        ("de", "Das kostet 3 Mio. Euro bzw. Dollar, sagt Hr. Adler u.a. Bericht usw. Ende"),
        ("ru", "В 2026 г. Совет и др. Комитеты на ул. Орла решили за 5 млн. Рублей"),
        ("uk", "У 2026 р. Рада на вул. Орла вирішила за 5 млн. Гривень"),
        ("fr", "Hier M. Adler et Mme. Brandt au bd. Orel"),
        ("es", "Habló el Sr. Adler y la Sra. Brandt en EE.UU. Ayer"),
        ("it", "Parla il sig. Adler con il dott. Brandt e avv. Rossi"),
        ("pt", "Falou o sr. Adler com a sra. Brandt"),
        ("nl", "Daar kwam dhr. Adler met mevr. Brandt"),
        ("pl", "Mówi np. Adler z ul. Orła"),
        ("cs", "Přišel např. Adler z ul. Orel"),
        ("hu", "Jött pl. Adler, ill. Brandt, ún. Orel"),
        ("tr", "Geldi örn. Adler bkz. Orel"),
        ("", "J. R. Adler and J.K. Brandt"),
        ("ru", "А. С. Адлер и Б.В. Брандт"),
        ("en", "He said “Mr. Adler” and (Dr. Brandt) and [Prof. Koval]"),
    ],
)  # fmt: skip
def test_an_abbreviation_or_an_initial_ends_no_sentence(language: str, text: str) -> None:
    assert sentences(text, language) == [text]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They asked for usw. Orel is far."),
        ("fr", "Il avait dit non, mr. Oui"),
        ("de", "Er fuhr mit dem Rev. Dann ging er."),
        ("", "She has it all, e.g. Orel"),
        ("ru", "Sie sagte es usw. Dann ging er."),
    ],
)
def test_an_abbreviation_of_another_language_is_a_word(language: str, text: str) -> None:
    assert len(sentences(text, language)) == 2


@pytest.mark.parametrize("language", ["de", "da", "no", "fi", "cs", "sk", "pl", "hu", "sl", "hr", "sr", "et", "lv", "is", "tr", "bs"])  # fmt: skip
@pytest.mark.parametrize("number", ["3.", "26.", "2026.", "XII."])
def test_a_number_with_a_stop_is_an_ordinal_where_they_are_written_so(language: str, number: str) -> None:
    assert sentences(f"Orel {number} Oktober", language) == [f"Orel {number} Oktober"]


@pytest.mark.parametrize("language", ["", "en", "fr", "es", "it", "ru", "uk", "nl", "sv"])
@pytest.mark.parametrize("number", ["3.", "26.", "2026."])
def test_a_number_ends_a_sentence_elsewhere(language: str, number: str) -> None:
    assert sentences(f"Orel {number} October", language) == [f"Orel {number}", "October"]


def test_a_number_of_more_than_four_digits_is_no_ordinal() -> None:
    assert sentences("Es kamen 20260. Dann gingen sie.", "de") == ["Es kamen 20260.", "Dann gingen sie."]


@pytest.mark.parametrize("text", ["Wait. then he said", "Orel costs 3.50 Euro", "See orel.example for it", "Stop.Go", "He said… and left", "Ну… и ушёл", "Ach! sagte sie", "Τέλος. και πάλι"])  # fmt: skip
def test_no_sentence_ends_before_a_small_letter_or_without_a_space(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(("text", "found"), [("", []), ("  \n", []), ("Orel", ["Orel"]), (" Orel. ", ["Orel."]), (".", ["."]), ("。", ["。"])])  # fmt: skip
def test_a_text_of_a_word_or_none_has_a_sentence_or_none(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_a_question_behind_an_abbreviation_or_a_number_ends_a_sentence() -> None:
    assert sentences("Kennt er Dr.? Ja. Um 3! Nein.", "de") == ["Kennt er Dr.?", "Ja.", "Um 3!", "Nein."]
    assert sentences("He is a “Dr.” They know.", "en") == ["He is a “Dr.”", "They know."]


@given(
    st.text(st.sampled_from('aBг. !?…。”") Dr3\n') | st.characters(), max_size=80), st.sampled_from(["", "de", "ru"])
)
def test_sentences_together_are_the_text_and_none_is_empty(text: str, language: str) -> None:
    found = sentences(text, language)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sentence.strip() == sentence != "" for sentence in found)


@pytest.mark.parametrize("piece", ["a ", "Ab ", " ", "1. ", "Dr ", "Orel met. ", "猫。", "(", '"'])
def test_a_text_of_a_hundred_thousand_characters_is_read(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert "".join("".join(sentences(text, "en")).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "longest", "kept"),
    [
        ("One two. Three four.", 20, "One two. Three four."),
        ("One two. Three four.", 19, "One two."),
        ("One two. Three. Four five six.", 15, "One two. Three."),
        ("One two. Three. Four five six.", 14, "One two."),
        ("One two. Three four.", 8, "One two."),
        ("One two. Three four.", 7, "One…"),
        ("One, two three", 7, "One…"),
        ("One – two three", 8, "One…"),
        ("Donaudampfschiff", 6, "Donau…"),
        ("Dr. Adler left. She was tired.", 15, "Dr. Adler left."),
        ("Dr. Adler left early. Yes.", 12, "Dr. Adler…"),
        ("猫猫猫。犬犬犬。", 5, "猫猫猫。"),
        ("", 0, ""),
    ],
)
def test_a_text_is_cut_at_the_end_of_a_sentence_or_else_of_a_word(text: str, longest: int, kept: str) -> None:
    assert shorten(text, longest, "en") == kept


def test_the_language_decides_where_a_text_is_cut() -> None:
    text = "Es war am 3. Oktober, als sie kam und blieb."
    assert shorten(text, 20, "de") == "Es war am 3. Oktober, als sie kam und blieb."[:19].rpartition(" ")[0] + "…"
    assert shorten(text, 20, "en") == "Es war am 3."


@given(st.text(max_size=60), st.integers(1, 70))
def test_no_text_is_longer_than_it_may_be_and_a_short_one_stays(text: str, longest: int) -> None:
    kept = shorten(text, longest)
    assert len(kept) <= longest
    assert kept == text if len(text) <= longest else kept != text


@pytest.mark.parametrize("text", ["Orel.", "Orel!", "Orel?", "“Orel.”", "«Орёл!»", "(Orel.)", "[Orel?]", "猫です。", "「猫です。」", "なに？", "؟نعم؟", "وہ آیا۔", "वह आया।", "A.\"'"])  # fmt: skip
def test_a_text_that_ends_as_sentences_do_is_whole(text: str) -> None:
    assert is_whole(text)


@pytest.mark.parametrize(
    "text", ["", "Orel", "Orel,", "Orel:", "Orel…", "Orel...", "Orel. And", "Orel. ", "Orel [", "猫", "Orel”"]
)
def test_a_text_that_is_cut_off_is_not_whole(text: str) -> None:
    assert not is_whole(text)

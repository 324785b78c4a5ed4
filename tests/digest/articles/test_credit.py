"""Who took a picture: what stands below it, parted into what is seen and whose it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.articles.credit import split, tidy


@pytest.mark.parametrize(
    ("caption", "parts"),
    [
        ("Oru, Tuesday. Photo: Lena Koval / AFP", ("Oru, Tuesday.", "Lena Koval / AFP")),
        ("Oru. Photograph: Lena Koval/The Lantern", ("Oru.", "Lena Koval/The Lantern")),
        ("Oru. PHOTO: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Photo by Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Photo by: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Photo courtesy: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Image credit: NASA", ("Oru.", "NASA")),
        ("Oru. Credit: Lena Koval.", ("Oru.", "Lena Koval")),
        ("Oru. Picture: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Illustration: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Source: City archive", ("Oru.", "City archive")),
        ("Oru. Foto: Lena Koval", ("Oru.", "Lena Koval")),
        ("lenak - stock.adobe.com", ("", "lenak - stock.adobe.com")),
        ("Oru. Isithombe: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Bilde: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Billede: Lena Koval", ("Oru.", "Lena Koval")),
        ("오루의 밤. [사진 출처 = 코발]", ("오루의 밤.", "코발")),
        ("오루의 밤이다. 연합뉴스", ("오루의 밤이다.", "연합뉴스")),
        ("オルの夜（Ｃ）共同通信社", ("オルの夜", "共同通信社")),
        ("Oru. Foto: © Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Foto © Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Foto/Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Foto von Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Bild: dpa", ("Oru.", "dpa")),
        ("Oru. Bildquelle: Stadtarchiv Orel", ("Oru.", "Stadtarchiv Orel")),
        ("Oru. Quelle: Stadtarchiv", ("Oru.", "Stadtarchiv")),
        ("Oru. Crédit photo : Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Crédits : Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Photo par Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Fotografía: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Foto por Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Fot.: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Zdjęcie: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Fotoğraf: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Kép: Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. Kuva: Lena Koval", ("Oru.", "Lena Koval")),
        ("Ору. Фото: Лена Коваль", ("Ору.", "Лена Коваль")),
        ("Ору. Фотография: Лена Коваль", ("Ору.", "Лена Коваль")),
        ("Ору. Світлина: Лена Коваль / AFP", ("Ору.", "Лена Коваль / AFP")),
        ("Oru, Dienstag. © Lena Koval", ("Oru, Dienstag.", "Lena Koval")),
        ("Oru. © 2026 Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru. (c) Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru &copy; Lena Koval", ("Oru", "Lena Koval")),
        ("Oru. Copyright 2026 Lena Koval", ("Oru.", "Lena Koval")),
        ("Oru (Foto: Lena Koval)", ("Oru", "Lena Koval")),
        ("Oru. [Photo: Lena Koval]", ("Oru.", "Lena Koval")),
        ("Oru | Photo: Lena Koval", ("Oru", "Lena Koval")),
        ("Oru – Photo: Lena Koval", ("Oru", "Lena Koval")),
        ("Oru; photo: Lena Koval", ("Oru", "Lena Koval")),
        ("Oru, Tuesday. (Reuters)", ("Oru, Tuesday.", "Reuters")),
        ("Oru, Tuesday [Reuters].", ("Oru, Tuesday", "Reuters")),
        ("Oru, Tuesday (Lena Koval/AFP)", ("Oru, Tuesday", "Lena Koval/AFP")),
        ("Oru, Tuesday (Lena Koval / The Lantern)", ("Oru, Tuesday", "Lena Koval / The Lantern")),
        ("Oru, Tuesday. Lena Koval/AFP", ("Oru, Tuesday.", "Lena Koval/AFP")),
        ("Oru, Tuesday. Lena Koval / The Lantern", ("Oru, Tuesday.", "Lena Koval / The Lantern")),
        ("“Oru.” Lena Koval / Reuters", ("“Oru.”", "Lena Koval / Reuters")),
        ("Photo: Lena Koval", ("", "Lena Koval")),
        ("© Lena Koval", ("", "Lena Koval")),
        ("Lena Koval/AFP", ("", "Lena Koval/AFP")),
        ("Photo: Photo: Lena Koval", ("", "Lena Koval")),
    ],
)  # fmt: skip
def test_the_credit_at_the_end_of_a_caption_is_parted_from_it(caption: str, parts: tuple[str, str]) -> None:
    assert split(caption) == parts


@pytest.mark.parametrize(
    "caption",
    [
        "", " ", "Oru", "Oru, Tuesday.", "She took a photo", "Photo of the mayor", "Anna Adler on a photo from 2019", "He reads a picture book.", "Photos!", "Photo:", "Photo: ", "©",
        "The mayor with her son (left)", "The mayor (left) with her son", "A cat (2026)", "A portrait by Lena Koval", "The photographers met.", "A1/B2 road",
        "Telephoto", "Autofoto und Fotoalbum", "Фотоальбом Анны", "Das Bildnis der Anna", "奥雷尔市议会", "오렐 의회", "مجلس اوريل", "Oru (Dienstag)", "The harvest: good", "Open 24/7.",
    ],
)  # fmt: skip
def test_what_names_nobody_stays_a_caption(caption: str) -> None:
    assert split(caption) == (caption, "")


@pytest.mark.parametrize(
    ("credit", "bare"),
    [
        ("Lena Koval", "Lena Koval"),
        ("Photo: Lena Koval", "Lena Koval"),
        ("Copyright 2026 The AP. All rights reserved", "The AP"),
        ("Tous droits réservés", ""),
        ("1984 Pictures", "1984 Pictures"),
        ("imago images 0845114767", "imago images"),
        ("(Photo: Lena Koval)", "Lena Koval"),
        ("[Lena Koval]", "Lena Koval"),
        ("Photo by Lena Koval", "Lena Koval"),
        ("By Lena Koval", "Lena Koval"),
        ("via Reuters", "Reuters"),
        ("© Lena Koval", "Lena Koval"),
        ("Foto: © Lena Koval", "Lena Koval"),
        ("Credit: Photo: © Lena Koval", "Lena Koval"),
        ("Bildquelle: dpa", "dpa"),
        ("Copyright: Lena Koval", "Lena Koval"),
        ("Фото: Лена Коваль", "Лена Коваль"),
        ("Світлина: Лена Коваль", "Лена Коваль"),
        (" , Lena Koval; ", "Lena Koval"),
        ("Lena Koval / AFP", "Lena Koval / AFP"),
        ("", ""),
        ("()", ""),
        ("©", ""),
        ("Foto:", "Foto"),
        ("x" * 200, "x" * 120),
    ],
)
def test_a_credit_is_the_name_alone(credit: str, bare: str) -> None:
    assert tidy(credit) == bare


@pytest.mark.parametrize("name", ["Byron Adler", "Viacom", "Foto Müller", "Picture Alliance", "Photographica", "Sourceworks", "Fotograf Koval", "Bilderberg", "Imago", "Viana Koval"])  # fmt: skip
def test_a_name_that_begins_like_a_label_is_not_cut_apart(name: str) -> None:
    assert tidy(name) == name
    assert tidy(f"Photo: {name}") == name


@given(st.text(st.sampled_from("ab A.:/|©()[]–\n") | st.characters(), max_size=80), st.sampled_from(["", "Photo: ", " © ", " (AFP)", " by "]))  # fmt: skip
def test_both_parts_of_any_caption_stand_in_it(text: str, label: str) -> None:
    caption = " ".join((text + label + text).split())
    rest, credit = split(caption)
    assert rest in caption
    assert credit in caption
    assert len(credit) <= 120
    assert credit or rest == caption
    assert tidy(credit) == credit


@pytest.mark.parametrize(
    "piece", ["(", "[", "Photo ", "photo: ", "©", "/", "a/", ",", ".", "A", "(AFP) ", "“", "|", " - ", "1"]
)
def test_a_caption_of_a_hundred_thousand_characters_is_read(piece: str) -> None:
    rest, credit = split(piece * (100_000 // len(piece)))
    assert len(credit) <= 120
    assert len(rest) <= 100_000

"""What the address of a picture tells: whether it is one, its size and shape, and which pictures are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.articles.picture_address import (
    is_card,
    is_jpeg,
    is_name_of_file,
    is_picture,
    keys,
    over_https,
    ratio_in,
    shape,
)

SITE = "https://orel.example/"
ADDRESSES = st.text(st.sampled_from("abW019/-_.x×=?&%:w") | st.characters(), max_size=60).map(
    lambda text: SITE + text.replace("[", "").replace("]", "")
)


@pytest.mark.parametrize(
    "path",
    ["a.jpg", "a.PNG", "photo", "i?id=3", "a.jpg?v=1&w=300", "урожай.jpg", "catalogo.jpg", "silicon.jpg", "iconic-view.jpg", "blanket.jpg", "nancy.jpg", "banana.jpg", "finance.jpg", "nullarbor.jpg", "uploading.jpg", "pixelated.jpg", "dismissing.jpg", "a.json.jpg", "x?default=1", "clip/harvest_16-9-discover_default_0.jpg", "emptying.jpg", "logo/2026/11/a.jpg", "r/https://cdn.example/harvest.jpg", "logo?url=https%3A%2F%2Fcdn.example%2Fharvest.jpg"],
)  # fmt: skip
def test_an_address_of_a_photograph_may_be_a_picture(path: str) -> None:
    assert is_picture(SITE + path)
    assert is_picture("http://orel.example/" + path)


@pytest.mark.parametrize(
    "path",
    [
        "a.svg", "a.SVG?v=1", "a.svgz", "a.mp4", "a.mp3", "a.webm#t", "a.js?x", "a.css", "a.html", "a.htm", "a.php?id=1", "<b>.jpg", "%3Cb%3E.jpg", "{{image}}", "%7B%7Bimage%7D%7D", "${image}.jpg",
        "undefined", "a/undefined/b.jpg", "null", "null.jpg", "null?x", "nan.jpg", "logo.png", "the_logo.png", "site-logo-white.png", "logos/a.png", "favicon.png", "apple-touch-icon.png", "placeholder.png",
        "spacer.gif", "blank.gif", "pixel.gif", "transparent.png", "1x1.gif", "avatar.jpg", "avatars/avatar/a.jpg", "gravatar/x", "sprite.png", "icon.png", "icons/a.png", "default.jpg", "default-image.png", "default_og.jpg",
        "default-thumbnail.jpg", "no-image.jpg", "no_photo.png", "noimage.png", "missing.png", "fallback.jpg", "dummy.png", "leer.gif", "empty.png", "default/a.svg", "loading.gif", "lazy.png", "LOGO.PNG", "lo%67o.png",
        "r?url=https://cdn.example/logo.png", "r?url=https%3A%2F%2Fcdn.example%2Flogo.png&w=3",
    ],
)  # fmt: skip
def test_a_template_a_film_a_logo_or_a_placeholder_is_no_picture(path: str) -> None:
    assert not is_picture(SITE + path)


@pytest.mark.parametrize("address", ["", "a.jpg", "/a.jpg", "//orel.example/a.jpg", "ftp://orel.example/a.jpg", "data:image/png;base64,AAAA", "javascript:a.jpg", "https://user:pw@orel.example/a.jpg", "https://orel..example/a.jpg", "https://orel.example:99999/a.jpg", "https://nohost/a.jpg", " https://orel.example/a.jpg"])  # fmt: skip
def test_what_is_no_address_of_the_web_is_no_picture(address: str) -> None:
    assert not is_picture(address)


@pytest.mark.parametrize("path", ["og-image.png", "ogimage.png", "a/og_card/1.png", "opengraph/1", "open-graph.png", "opengraph-image.png", "social-card.png", "social_share.jpg", "share-card.jpg", "share_img.png", "sharing.png", "twitter-card.png", "facebook-share.png", "fb-share.png", "seo-image.jpg", "card-generator/1", "headline-image.png", "teaser-card.png", "branded_news/a.jpg", "api/og", "api/og?x=1", "a.jpg?text=Orel", "a.jpg?w=1&title=Orel", "a?headline=x", "a?txt=x", "OG-IMAGE.png"])  # fmt: skip
def test_a_picture_made_for_sharing_is_a_card(path: str) -> None:
    assert is_card(SITE + path)


@pytest.mark.parametrize("path", ["", "a.jpg", "blog-image.png", "dog-image.jpg", "timesharing.png", "share.jpg", "api/ogre.jpg", "a.jpg?context=1", "a.jpg?subtitle=x", "text=a.jpg", "wildcard.jpg", "postcards.jpg", "social.jpg"])  # fmt: skip
def test_a_picture_with_such_letters_in_its_name_is_no_card(path: str) -> None:
    assert not is_card(SITE + path)


@pytest.mark.parametrize("text", ["IMG_2231", "img_2231.jpeg", "1.JPG", "a.webp", " IMG_2231.avif ", "Anna Adler.jpg", "Seen in Orel 3.PNG", "DSC0001", "2231", "Photo_1", "harvest_orel", "path/to/picture", "https://orel.example/a", "Orel-2026", "scan.tiff", "урожай.jpg"])  # fmt: skip
def test_the_name_of_a_file_is_no_description(text: str) -> None:
    assert is_name_of_file(text)


@pytest.mark.parametrize("text", ["", " ", "Orel", "Anna Adler", "A cat / a dog", "COVID-19", "F-16", "Boeing-747", "МИГ-29", "Anna’s", "Anna-Maria", "Harvest in 2026", "Photo_1 of Orel", "猫", "収穫", "Orel .jpg files are large", "Mr.Jpg man"])  # fmt: skip
def test_words_are_no_name_of_a_file(text: str) -> None:
    assert not is_name_of_file(text)


@pytest.mark.parametrize(
    "path",
    [
        "harvest-1.jpg", "b/harvest-1.jpg", "HARVEST-1.JPG", "harvest-1.webp", "harvest-1.jpg?w=300", "800x600/harvest-1.jpg", "harvest-1-1200x630.jpg", "harvest-1_800x600.jpg", "harvest-1-scaled.jpg", "harvest-1_w800.jpg",
        "harvest-1-1200.jpg", "harvest-1-1200w.jpg", "harvest-1-16_9.jpg", "harvest-1_large.jpg", "harvest-1-thumbnail.jpg", "harvest-1-800px.jpg", "thumb-harvest-1.jpg", "harvest-1.jpg/", "harvest%2D1.jpg",
        "w_800,q_80/harvest-1.jpg", "r?u=https%3A%2F%2Fcdn.example%2Fharvest-1.jpg&w=3", "r/https://cdn.example/x/harvest-1.jpg", "harvest_1.jpg",
        "harvest-1_social.jpg", "harvest-1-og.png", "harvest-1_v-variantBig16x9_w-576_zc-915c23fa.jpg", "harvest-1_v-fullhd.jpg",
    ],
)  # fmt: skip
def test_a_picture_is_known_by_its_name_in_every_size(path: str) -> None:
    assert keys(SITE + path) == {"harvest-1"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("harvest-1.jpg", "harvest-2.jpg"),
        ("budget-2025.jpg", "budget-2026.jpg"),
        ("1.jpg", "2.jpg"),
        ("a/1.jpg", "b/1.jpg"),
        ("a/image.jpg", "b/image.jpg"),
        ("a/cover.jpg", "b/cover.jpg"),
        ("12345678/a.jpg", "12345679/a.jpg"),
        ("9f1c2d3e-0000-4000-8000-000000000000/image.jpg", "9f1c2d3e-0000-4000-8000-000000000001/image.jpg"),
        ("2026/11/24/a.jpg", "2026/11/25/a.jpg"),
    ],
)
def test_two_pictures_are_not_taken_for_one(one: str, other: str) -> None:
    assert not keys(SITE + one) & keys(SITE + other)
    assert keys(SITE + one)


def test_a_short_or_general_name_counts_on_its_own_host_alone() -> None:
    assert keys(SITE + "1.jpg") == {"orel.example/1"}
    assert not keys(SITE + "a/image.jpg") & keys("https://lantern.example/a/image.jpg")
    assert keys(SITE + "a/image.jpg") == keys("http://orel.example/800x600/a/image-1200.webp?q=3")


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("x/12345678/master/w_1200/a.jpg", "12345678"),
        ("x/9F1C2D3E-0000-4000-8000-000000000000/image.jpg", "9f1c2d3e-0000-4000-8000-000000000000"),
        ("x/0a1b2c3d4e5f6071/640.jpg", "0a1b2c3d4e5f6071"),
    ],
)
def test_a_picture_is_known_by_its_number_too(path: str, number: str) -> None:
    assert number in keys(SITE + path)


@pytest.mark.parametrize(
    "address", ["", "https://orel.example", SITE, SITE + "600x400.jpg", SITE + "800/600/", "https://[x/a.jpg", "?", "/"]
)
def test_an_address_that_tells_no_picture_from_others_has_no_key(address: str) -> None:
    assert keys(address) == frozenset()


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("a.jpg", (0, 0)),
        ("800x600/a.jpg", (800, 600)),
        ("a-1200X630.jpg", (1200, 630)),
        ("800×600/a.jpg", (800, 600)),
        ("800*600/a.jpg", (800, 600)),
        ("800%C3%97600/a.jpg", (800, 600)),
        ("100x50/a-1200x630.jpg", (1200, 630)),
        ("800x600/a.jpg?crop=640x480&w=300", (640, 480)),
        ("12345x678.jpg", (0, 0)),
        ("a.jpg?w=800", (800, 0)),
        ("a.jpg?h=600", (0, 600)),
        ("a.jpg?width=800&height=600", (800, 600)),
        ("a.jpg?WIDTH=800&Hei=600", (800, 600)),
        ("a.jpg?imwidth=640", (640, 0)),
        ("a.jpg?size=640", (640, 0)),
        ("a.jpg?w=50&h=10000", (50, 10000)),
        ("a.jpg?w=49&h=10001", (0, 0)),
        ("a.jpg?w=0&width=300", (300, 0)),
        ("a.jpg?w=wide&h=-600", (0, 0)),
        ("a.jpg?w=8.5&h=²", (0, 0)),
        ("?&&=&w", (0, 0)),
    ],
)
def test_an_address_tells_the_size_of_its_picture(path: str, size: tuple[int, int]) -> None:
    assert shape(SITE + path) == size


def test_an_address_that_is_none_tells_no_size() -> None:
    assert shape("https://[x/800x600.jpg") == (0, 0)
    assert shape("") == (0, 0)


@pytest.mark.parametrize(
    ("address", "ratio"),
    [
        (SITE + "16_9/a.jpg", 16 / 9),
        (SITE + "a-4x3.jpg", 4 / 3),
        (SITE + "3:2/a.jpg", 3 / 2),
        (SITE + "a-1-1.jpg", 1.0),
        (SITE + "21x9/a.jpg", 21 / 9),
        (SITE + "116_9.jpg", 0.0),
        (SITE + "16_99.jpg", 0.0),
        (SITE + "a.jpg?r=16_9", 0.0),
        (SITE + "a.jpg", 0.0),
        ("/16_9/a.jpg", 0.0),
        ("", 0.0),
    ],
)
def test_an_address_tells_the_shape_of_its_picture_in_words(address: str, ratio: float) -> None:
    assert ratio_in(address) == ratio


@pytest.mark.parametrize(
    "path",
    [
        "a.jpg",
        "a.jpeg",
        "a.png",
        "a",
        "a.webp.jpg",
        "webp.jpg",
        "webp/a.jpg",
        "f_auto/a.jpg",
        "a.jpg?format=jpg",
        "gifts.jpg",
    ],
)
def test_every_mail_program_shows_these_pictures(path: str) -> None:
    assert is_jpeg(SITE + path)


@pytest.mark.parametrize("path", ["a.webp", "a.WEBP", "a.avif", "a.heic", "a.gif", "a.webp?x", "a.webp&x", "a.webp/x", "a.jpg?format=webp", "a.jpg?fm=avif", "f_webp/a.jpg", "format/webp/a.jpg"])  # fmt: skip
def test_not_every_mail_program_shows_those(path: str) -> None:
    assert not is_jpeg(SITE + path)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("http://orel.example/a.jpg", "https://orel.example/a.jpg"),
        ("http://orel.example/http://a", "https://orel.example/http://a"),
        ("https://orel.example/http://a", "https://orel.example/http://a"),
        ("/http://a.jpg", "/http://a.jpg"),
        ("", ""),
    ],
)
def test_an_address_is_asked_for_over_https(address: str, safe: str) -> None:
    assert over_https(address) == safe


@given(ADDRESSES)
def test_any_address_tells_something_or_nothing(address: str) -> None:
    width, height = shape(address)
    assert 0 <= width <= 10_000
    assert 0 <= height <= 10_000
    assert all(keys(address))
    assert ratio_in(address) <= 21
    assert not (is_picture(address) and ("<" in address or "{{" in address))
    assert is_card(address + "?text=a")
    assert not is_jpeg(address + "?format=webp")
    assert over_https(address) == address


@given(st.text(max_size=60))
def test_any_text_is_words_or_the_name_of_a_file(text: str) -> None:
    assert is_name_of_file(text + ".jpg")
    assert keys(text) is not None
    assert over_https(text) == text or text.startswith("http://")


@pytest.mark.parametrize("piece", ["-", "_", ".", "/", " ", "%", "100x100-", "w=1&", "w1_", "a-", "?", "&", "{", "<"])
def test_an_address_of_a_hundred_thousand_characters_is_read(piece: str) -> None:
    address = SITE + piece * (100_000 // len(piece))
    assert (shape(address) == (0, 0)) == (piece != "100x100-")
    assert ratio_in(address) == 0
    assert len(keys(address)) <= 1
    assert not is_card(address)


def test_a_picture_that_was_edited_on_its_server_is_still_known_by_its_name() -> None:
    assert keys(SITE + "harvest-1-e1764000000.jpg") & keys(SITE + "harvest-1-800x600.jpg") == {"harvest-1"}

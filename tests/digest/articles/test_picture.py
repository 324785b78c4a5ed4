"""The picture of an article, what it shows and who took it."""

import pytest

from tests.standins.article_page import described, read

HALL = "https://lantern.example/img/hall.jpg"
FIGURE = '<figure><img src="/img/hall.jpg" alt="The hall at night"><figcaption>{}</figcaption></figure>'


def shared(address: str, more: str = "") -> str:
    return f'<meta property="og:image" content="{address}">{more}'


@pytest.mark.parametrize(
    ("head", "above", "url"),
    [
        (shared("http://lantern.example/img/hall.jpg"), "", HALL),
        (shared("/img/hall.jpg"), "", HALL),
        ('<base href="https://cdn.lantern.example/x/">' + shared("img/hall.jpg"), "", "https://cdn.lantern.example/x/img/hall.jpg"),
        (shared("https://lantern.example/img/lantern_logo_1200x800.jpg"), FIGURE, HALL),
        (shared("https://lantern.example/logo.svg"), FIGURE, HALL),
        (shared("https://lantern.example/placeholder.png"), FIGURE, HALL),
        (shared("https://img.lantern.example/w/1200/<?= https://media.lantern.example/a.jpg ?>", '<meta name="twitter:image" content="/img/hall.jpg">'), "", HALL),
        (shared("https://lantern.example/social-card/council.png?title=Council"), FIGURE, HALL),
        ("", FIGURE, HALL),
        ("", '<figure><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/img/hall.jpg" alt="The hall"></figure>', HALL),
        ("", '<figure><picture><source srcset="/img/hall.webp 1200w"><img src="/img/hall.jpg" alt="The hall"></picture></figure>', HALL),
        (described(image=[{"url": "/hall_1_1_1600.jpg"}, {"url": "/hall_16_9_1600.jpg"}]), "", "https://lantern.example/hall_16_9_1600.jpg"),
        (described(image=[{"url": "/hall.jpg", "width": 500, "height": 500}, {"url": "/square.jpg", "width": 1600, "height": 900}]), "", "https://lantern.example/square.jpg"),
        (shared("https://lantern.example/i/hall-portrait.webp", shared("https://lantern.example/i/hall-portrait.jpg")), "", "https://lantern.example/i/hall-portrait.jpg"),
    ],
)  # fmt: skip
def test_the_pages_own_choice_is_taken_as_far_as_a_letter_can_show_it(head: str, above: str, url: str) -> None:
    image = read(head, above.format("")).image
    assert image
    assert image.url == url


@pytest.mark.parametrize(
    "head", ["", shared("https://lantern.example/logo.png"), shared("data:image/gif;base64,R0lGODlhAQABAAAAACw=")]
)
def test_a_page_without_a_picture_has_none(head: str) -> None:
    assert read(head, '<img src="/icons/share.png" alt="Share">').image is None


def test_others_are_kept_for_the_editor_to_choose_from_and_other_sizes_are_not_others() -> None:
    figures = "".join(
        f'<figure><img src="/img/{name}.jpg" alt="The {name}"></figure>' for name in ("hall", "bridge", "river")
    )
    article = read(shared("https://lantern.example/img/hall-1200x675.jpg") + shared("/img/bridge.jpg"), figures)
    assert article.image
    assert article.image.url.endswith("/img/hall-1200x675.jpg")
    assert (article.image.width, article.image.height) == (1200, 675)
    assert [image.url.rpartition("/")[2] for image in article.images] == ["bridge.jpg", "river.jpg"]


@pytest.mark.parametrize(
    ("head", "figure", "alt", "source"),
    [
        ("", '<figure><img src="/img/hall.jpg" alt="The hall at night"></figure>', "The hall at night", "page"),
        ("", '<figure><img src="/img/hall.jpg" alt="1.JPG"><figcaption>The hall at night</figcaption></figure>', "The hall at night", "caption"),
        ("", '<figure><img src="/img/hall.jpg" alt="Council opens its books"></figure>', "", None),
        ("", '<figure><img src="/img/hall.jpg" alt="IMG_2231"></figure>', "", None),
        ("", '<figure><img src="/img/hall.jpg" alt="Photo"></figure>', "", None),
        ('<meta property="og:image:alt" content="The Lantern. The hall at night">', "", "The hall at night", "opengraph"),
        ('<meta property="og:image:alt" content="Council opens its books">', "", "", None),
        ("", '<figure><picture><source srcset="/img/hall.jpg 1200w"><img src="data:," alt="The hall at night"></picture></figure>', "The hall at night", "page"),
    ],
)  # fmt: skip
def test_what_it_shows_is_told_where_it_stands_and_never_by_a_headline_or_a_file(
    head: str, figure: str, alt: str, source: str | None
) -> None:
    article = read('<meta property="og:site_name" content="The Lantern">' + shared("/img/hall.jpg") + head, figure)
    assert article.image
    assert (article.image.alt, article.sources.get("image.alt")) == (alt, source)


@pytest.mark.parametrize(
    ("caption", "left", "credit"),
    [
        ("The hall at night. (Adel Lens/Associated Press)", "The hall at night.", "Adel Lens/Associated Press"),
        ("The hall at night © Adel Lens", "The hall at night", "Adel Lens"),
        ('The hall <span class="copyright">Adel Lens</span>', "The hall", "Adel Lens"),
        ('The hall <span class="image-credit">Photo: Adel Lens</span>', "The hall", "Adel Lens"),
        ("Die Halle. Bild: Adel Lens/dpa", "Die Halle.", "Adel Lens/dpa"),
        ("Зал ночью. Фото: Адель Линза", "Зал ночью.", "Адель Линза"),
        ("The hall at night", "The hall at night", ""),
    ],
)
def test_who_took_it_is_told_below_it(caption: str, left: str, credit: str) -> None:
    image = read(shared("/img/hall.jpg"), FIGURE.format(caption)).image
    assert image
    assert (image.caption, image.credit) == (left, credit)


def test_a_caption_beside_it_counts_and_that_of_another_picture_does_not() -> None:
    near = '<div><div><img src="/img/hall.jpg" alt="The hall"></div><p>© Adel Lens/imago</p></div>'
    other = '<div><div><img src="/img/hall.jpg" alt="The hall"></div><div><img src="/b.jpg" alt="B"><p>© Else</p></div></div>'
    for above, credit in ((near, "Adel Lens/imago"), (other, "")):
        image = read(shared("/img/hall.jpg"), above).image
        assert image
        assert image.credit == credit


def test_the_page_counts_before_json_ld_and_json_ld_where_the_page_says_nothing() -> None:
    told = described(
        image={"url": "/img/hall.jpg", "width": "1200px", "height": {"value": 675}, "creditText": "Foto: Adel Lens"}
    )
    image = read(told).image
    assert image
    assert (image.width, image.height, image.credit) == (1200, 675, "Adel Lens")
    other = read(told, FIGURE.format("The hall. Photo: Boris Brand")).image
    assert other
    assert other.credit == "Boris Brand"


@pytest.mark.parametrize(
    ("figure", "credit"),
    [
        ('<div><picture><source srcset="/img/hall.webp"><source srcset="/img/hall-800.webp"><source srcset="/img/hall-400.webp"><source srcset="/img/hall-300.webp"><source srcset="/img/hall-200.webp"><img src="/img/hall.jpg" alt="The hall"></picture><p class="caption">The hall. Photo: Lena Koval</p></div>', "Lena Koval"),
        ('<div><img src="/img/hall.jpg" alt="The hall"><div class="sc-1">The hall at night</div><div class="sc-2">Getty Images</div></div>', "Getty Images"),
        ('<figure><img src="/img/hall.jpg" alt="The hall at night © LTV Photo: Lena Koval"></figure>', "Lena Koval"),
        ('<div><a href="/gallery/1"><figure><img src="/grey.png" data-src="/img/hall.jpg" alt="The hall"><noscript><img src="/img/hall.jpg" alt="The hall"></noscript></figure></a><div class="caption">The hall. Foto: Lena Koval/imago</div></div>', "Lena Koval/imago"),
    ],
)  # fmt: skip
def test_a_credit_is_found_however_near_the_picture_it_stands(figure: str, credit: str) -> None:
    image = read(shared("/img/hall.jpg"), figure).image
    assert image
    assert image.credit == credit
    assert image.alt.startswith("The hall")
    assert credit not in image.alt


def test_what_a_picture_shows_is_one_line_of_words_however_often_it_was_escaped() -> None:
    image = read(
        shared("/img/hall.jpg"),
        '<figure><img src="/img/hall.jpg" alt="&amp;quot;Lamps&amp;quot; in the hall"></figure>',
    ).image
    assert image
    assert image.alt == '"Lamps" in the hall'


def test_a_description_that_is_only_a_credit_describes_nothing() -> None:
    image = read(shared("/img/hall.jpg"), '<figure><img src="/img/hall.jpg" alt="Stock Adobe"></figure>').image
    assert image
    assert (image.alt, image.credit) == ("", "Stock Adobe")


NIGHT = '<figure><img src="/img/night.jpg" alt="The hall of the council at night"></figure>'


@pytest.mark.parametrize(
    ("above", "url"),
    [
        (NIGHT, "/img/night.jpg"),
        (NIGHT.replace('alt="The hall of the council at night"', ""), "/img/hall.jpg"),
        (NIGHT.replace("The hall of the council at night", "Hall"), "/img/hall.jpg"),
        (NIGHT.replace("The hall of the council at night", "Hall, council, night, Orel, books"), "/img/hall.jpg"),
        (f'<a href="/2026/11/20/other-story">{NIGHT}</a>', "/img/hall.jpg"),
        (NIGHT.replace("night.jpg", "teaser-night.jpg"), "/img/hall.jpg"),
    ],
)  # fmt: skip
def test_a_picture_of_the_story_that_is_described_stands_for_one_that_is_not(above: str, url: str) -> None:
    image = read(shared("/img/hall.jpg"), above).image
    assert image
    assert image.url.endswith(url)


def test_a_picture_with_the_sites_mark_in_it_comes_after_one_without() -> None:
    image = read(shared("/img/branded_news/council.jpg"), NIGHT).image
    assert image
    assert image.url.endswith("/img/night.jpg")

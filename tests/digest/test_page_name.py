"""One page has one name whatever the form of its address, and no two pages share one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.page_name import page_name

PAGE = "example.org/2026/harvest"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/2026/harvest",
        "https://WWW.Example.org:443/2026/harvest/",
        "http://example.org:80/2026/harvest#top",
        "https://example.org./2026/harvest",
        "https://reader:word@example.org/2026/harvest",
        "https://example.org/2026/harvest?",
        "https://example.org/2026/harvest?#",
        "https://example.org/2026/h%61rvest?utm_source=mail&utm_medium=x&fbclid=1",
        "https://example.org/2025/../2026/./harvest",
        "https://example.org/../%2e%2E/2026/harvest/.",
        "https://example.org/2026/harvest#:~:text=the%20river",
        "https://example.org/2026/harvest#Echobox=1764000000",
    ],
)
def test_one_page_has_one_name(url: str) -> None:
    assert page_name(url) == PAGE


@pytest.mark.parametrize(
    "url",
    [
        "https://amp.example.org/2026/harvest",
        "https://www.amp.example.org/2026/harvest",
        "https://example.org/amp/2026/harvest",
        "https://example.org/2026/harvest/amp",
        "https://example.org/2026/harvest/amp/",
        "https://example.org/2026/harvest/AMP/?amp",
        "https://example.org/2026/harvest.amp",
        "https://example.org/2026/harvest?amp",
        "https://example.org/2026/harvest?amp=1",
        "https://example.org/2026/harvest?amp=true",
        "https://example.org/2026/harvest?AMP=True",
        "https://example.org/2026/harvest?_amp=true",
        "https://example.org/2026/harvest?output=amp",
        "https://example.org/2026/harvest?outputType=amp",
        "https://example.org/2026/harvest?outputType=valid_amp",
        "https://example.org/2026/harvest?noamp=mobile&nonamp=1",
        "https://google.com/amp/s/example.org/2026/harvest",
        "https://www.google.com/amp/s/example.org/2026/harvest",
        "https://www.google.com/amp/example.org/2026/harvest",
        "https://www.google.de/amp/s/www.example.org/2026/harvest/amp/",
        "https://www.google.co.uk/amp/s/amp.example.org/2026/harvest",
        "https://www.google.com.ua/amp/s/example.org/2026/harvest%3foutputType=amp",
        "https://www.google.com/amp/s/example.org/2026/harvest%3Famp%3D1%26utm_source%3Dx?usqp=mq331",
        "https://cdn.ampproject.org/c/s/example.org/2026/harvest",
        "https://cdn.ampproject.org/c/example.org:80/2026/harvest",
        "https://example-org.cdn.ampproject.org/c/s/example.org/2026/harvest?amp_gsa=1&amp_js_v=a9&usqp=mq331",
        "https://example-org.cdn.ampproject.org/v/s/example.org/2026/harvest.amp?amp_js_v=0.1#aoh=1&csi=1",
        "https://example-org.cdn.ampproject.org/wp/s/example.org/2026/harvest",
        "https://example-org.cdn.ampproject.org/i/s/example.org/2026/harvest",
        "https://example-org.cdn.ampproject.org/ii/w820/s/example.org/2026/harvest",
        "https://www.bing-amp.com/c/s/example.org/2026/harvest",
        "https://example-org.bing-amp.com/c/s/example.org/2026/harvest?amp=1",
        "https://www.bing.com/amp/s/example.org/2026/harvest",
        "https://www.google.com/amp/s/example-org.cdn.ampproject.org/c/s/example.org/2026/harvest",
    ],
)
def test_amp_is_the_page_it_was_made_of(url: str) -> None:
    assert page_name(url) == PAGE


def test_what_amp_keeps_of_an_address_still_says_which_page() -> None:
    assert page_name("https://www.google.com/amp/s/example.org/story%3Fid%3D5%26amp%3D1") == "example.org/story?id=5"
    assert page_name("https://cdn.ampproject.org/c/s/example.org/story?id=5&amp_gsa=1") == "example.org/story?id=5"
    assert page_name("https://cdn.ampproject.org/c/s/example.org:8443/story") == "example.org:8443/story"
    assert page_name("https://example.org/harvest.amp.html") == "example.org/harvest.html"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://пример.рф/новость?b=ж&a=1", "https://xn--e1afmkfd.xn--p1ai/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d1%8c?a=1&b=%D0%B6"),
        ("https://www.google.com/amp/s/пример.рф/новость", "https://пример.рф/новость"),
        ("https://reader@ПРИМЕР.рф./a", "https://xn--e1afmkfd.xn--p1ai/a"),
        ("https://%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80.рф/a", "https://xn--e1afmkfd.xn--p1ai/a"),
        ("https://example.org/cafe\u0301?q=cafe\u0301", "https://example.org/caf\u00e9?q=caf%C3%A9"),
        ("https://example.org/cafe%CC%81", "https://example.org/caf%c3%a9"),
        ("https://example.org/%7Ereader", "https://example.org/~reader"),
        ("https://example.org/a?b=1&a=2", "https://example.org/a?a=2&b=1"),
        ("https://example.org/a?q=b%20c", "https://example.org/a?q=b+c"),
        ("https://example.org/a?id=1&amp;utm_source=x", "https://example.org/a?id=1"),
        ("https://example.org/a?id=1&amp;page=2", "https://example.org/a?page=2&id=1"),
        ("https://[::1]/a", "https://[::1]:443/a/"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_page(one: str, other: str) -> None:
    assert page_name(one) == page_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("?id=1", "?id=2"),
        ("?gallery=1", "?gallery=2"),
        ("?global=1", "?global=2"),
        ("?12345", "?12346"),
        ("?refugees=1", "?refugees=2"),
        ("?id=1", ""),
        ("/a%2Fb", "/a/b"),
        ("/%FF", "/%FE"),
        ("/amplifier", "/lifier"),
        ("/guitars/amplifier", "/guitarslifier"),
        ("/amp", "/"),
        ("/amp/about", "/about"),
        ("/tests/amp/about", "/tests/about"),
        ("/lamp", "/l"),
        ("/story?amp=12", "/story?amp=13"),
        ("/search?q=amp", "/search"),
        ("/music?format=vinyl", "/music"),
        ("/#!/harvest", "/#!/river"),
        ("/#/harvest", "/#/river"),
        ("/Harvest", "/harvest"),
        (":8443/a", "/a"),
    ],
)
def test_other_pages_have_other_names(one: str, other: str) -> None:
    assert page_name(f"https://example.org{one}") != page_name(f"https://example.org{other}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://amp.dev/about/how", "https://dev/about/how"),
        ("https://www.org/a", "https://org/a"),
        ("https://amp.example.org/", "https://example.org/"),
        ("https://news.example.org/a", "https://example.org/a"),
        ("https://google.example.org/amp/s/example.org/2026/harvest", "https://example.org/2026/harvest"),
        ("https://mygoogle.com/amp/s/example.org/2026/harvest", "https://example.org/2026/harvest"),
        ("https://www.google.com/amp/s/one.example/a", "https://www.google.com/amp/s/two.example/a"),
    ],
)
def test_a_host_that_only_looks_like_amp_is_another(one: str, other: str) -> None:
    assert page_name(one) != page_name(other)


def test_accents_are_put_on_letters_and_not_on_escapes() -> None:
    assert page_name("https://example.org/cafe%CC%81") == "example.org/caf%C3%A9"
    assert page_name("https://example.org/a%2C%CC%A7") == "example.org/a%2C%CC%A7"


@pytest.mark.parametrize("url", ["https://[half/", "", "nothing", "https://example.org:99999/", "https://./", PAGE])
def test_what_is_no_address_is_its_own_name(url: str) -> None:
    assert page_name(url) == url


_PIECES = """
    / // /amp .amp .html /s/ /c/s/ amp. www. google.com/amp/s/ cdn.ampproject.org example.org пример.рф . .. ? & = # #!/ :~:
    m. bbc.com/news/ youtu.be/ twitter.com/ /index.html /a/123456.html -harvest-2026 ~amp ;id=1 ;utm_id=1 ref=rss 2026/ .turbopages.org/
    amp &amp; %2e %2C %CC%81 %FF %25 %3F %3D e a 1 ; id=1 utm_source=x ref= ref=7 : :80 :8443 @ [::1] \u0301 \u212a \u1fef + %20
"""


@given(st.lists(st.sampled_from(_PIECES.split()) | st.text(max_size=3), max_size=12).map("".join))
@example("www.www.google.com/amp/amp/s/example.org/x/amp/amp")
@example("example.org/\u1fef\u037e\u212a")
@example("example.org:80/a:443")
@example("google.com/amp/s/\x80.amp")
@example("google.com/amp/s/example.org:99999/a")
def test_a_name_is_the_name_of_itself(address: str) -> None:
    name = page_name(f"https://{address}")
    assert page_name(name) == name
    if not name.startswith("https://"):  # else it is no address
        assert page_name(f"https://{name}") == name
        assert name.isascii()

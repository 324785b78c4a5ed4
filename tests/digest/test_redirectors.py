"""Links by way of somebody else, and links that only editors can open."""

from urllib.parse import quote

import pytest

from digest.redirectors import is_for_editors_only, unwrapped

PAGE = "https://lantern.example/2026/11/24/council?part=2&id=7"
TOLD = quote(PAGE, safe="")
OUTLOOK = "https://eur01.safelinks.protection.outlook.com/"
DATA = "data=05%7C02%7Ceditor%40lantern.example%7Cabc&sdata=xyz%3D&reserved=0"


@pytest.mark.parametrize(
    "link",
    [
        f"https://www.google.com/url?sa=t&source=web&url={TOLD}&ved=2ahUKE&usg=AOvVaw",
        f"https://www.google.co.uk/url?q={TOLD}&sa=D",
        f"https://google.com.ua/url?url={TOLD}",
        f"https://l.facebook.com/l.php?u={TOLD}&h=AT0abc",
        f"https://lm.facebook.com/l.php?u={TOLD}",
        f"http://l.instagram.com/?u={TOLD}&e=AT0",
        f"{OUTLOOK}?url={TOLD}&{DATA}",
        f"https://nam02.safelinks.protection.outlook.com/ap/w-59584e83/?url={TOLD}&{DATA}",
        f"https://gcc01.safelinks.protection.office365.us/?url={TOLD}",
        f"https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url={TOLD}&locale=en",
        f"https://slack-redir.net/link?url={TOLD}",
        f"https://www.linkedin.com/safety/go?url={TOLD}&trk=flagship",
        f"https://vk.com/away.php?to={TOLD}&cc_key=",
        f"https://www.youtube.com/redirect?event=video_description&redir_token=QUF&q={TOLD}&v=abc",
        f"https://substack.com/redirect/2/abc?url={TOLD}",
        f"https://lantern.us1.list-manage.com/track/click?u=5a&id=7&url={TOLD}",
        f"https://out.reddit.com/t3_abc?url={TOLD}&token=AQ",
        f"https://duckduckgo.com/l/?uddg={TOLD}&rut=1",
        f"https://r.search.yahoo.com/_ylt=Awr;_ylu=Y2/RV=2/RE=1/RO=10/RU={TOLD}/RK=2/RS=abc-",
        "https://urldefense.com/v3/__https://lantern.example/2026/11/24/council?part=2&id=7__;!!abc!def$",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__lantern.example_2026_11_24_council-3Fpart-3D2-26id-3D7&d=DwM",
        "https://www.google.com/amp/s/lantern.example/2026/11/24/council?part=2&id=7",
        "https://lantern-example.cdn.ampproject.org/c/s/lantern.example/2026/11/24/council?part=2&id=7",
    ],
)  # fmt: skip
def test_a_link_by_way_of_somebody_else_is_the_page_itself(link: str) -> None:
    assert unwrapped(link) == PAGE


def test_several_ways_at_once_are_all_left_out() -> None:
    google = f"https://www.google.com/url?url={TOLD}"
    facebook = f"https://l.facebook.com/l.php?u={quote(google, safe='')}"
    outlook = f"{OUTLOOK}?url={quote(facebook, safe='')}&{DATA}"
    assert unwrapped(outlook) == PAGE


@pytest.mark.parametrize(
    "link",
    [
        PAGE,
        "https://t.co/abcdef",
        "https://www.google.com/search?q=https%3A%2F%2Flantern.example",
        "https://www.google.com/url?q=council",
        "https://www.google.com/url?url=javascript%3Aalert(1)",
        "https://lantern.example/redirect?url=https%3A%2F%2Fother.example",
        "https://notsafelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fother.example",
        "https://www.facebook.com/lantern/posts/1?u=https%3A%2F%2Fother.example",
        "https://www.youtube.com/watch?v=abc&q=https%3A%2F%2Fother.example",
        "https://amp.dev/s/lantern.example",
        "mailto:editor@lantern.example?url=https://other.example",
        "https://[",
        "",
    ],
)
def test_any_other_link_stays_as_it_is(link: str) -> None:
    assert unwrapped(link) == link


def test_a_link_that_leads_to_itself_without_end_has_an_end() -> None:
    link = "https://lantern.example/"
    for _ in range(20):
        link = f"https://slack-redir.net/link?url={quote(link, safe='')}"
    assert unwrapped(link).startswith("https://slack-redir.net/")


@pytest.mark.parametrize(
    "link",
    [
        "https://lantern.example/?p=123&preview=true",
        "https://lantern.example/council?preview_id=123&preview_nonce=a1b2c3&preview=true&_thumbnail_id=7",
        "https://lantern.example/?post_type=article&p=1&preview=1",
        "https://lantern.example/?p=5&_ppp=a1b2c3",
        "https://lantern.example/wp-admin/post.php?post=123&action=edit",
        "https://lantern.example/node/123/edit",
        "https://lantern.example/ghost/#/editor/post/6123",
    ],
)
def test_a_link_that_only_editors_can_open_is_known(link: str) -> None:
    assert is_for_editors_only(link)


@pytest.mark.parametrize(
    "link",
    [
        "https://lantern.example/2026/11/24/council",
        "https://lantern.example/preview/world-cup-preview",
        "https://lantern.example/2026/ghost-towns",
        "https://lantern.example/?p=123&previews=2",
        "https://lantern.example/a?preview=world-cup",
        "https://[",
    ],
)
def test_a_page_for_everybody_is_no_such_link(link: str) -> None:
    assert not is_for_editors_only(link)

"""What sites ask programs not to read."""

import time

import pytest

from digest.fetching.robots import may_read
from digest.fetching.robots_memory import RobotsMemory

SITE = "https://lantern.example"


def allowed(robots: str, path: str) -> bool:
    return may_read(robots, "friday-digest", SITE + path)


@pytest.mark.parametrize(
    ("rules", "path", "may"),
    [
        ("Disallow: /", "/a", False),
        ("Disallow:", "/a", True),
        ("Disallow: /a", "/b", True),
        ("Disallow: /a", "/about", False),
        ("Disallow: /a/", "/a", True),
        ("Disallow: /\nAllow: /news/", "/news/1", True),
        ("Allow: /news/\nDisallow: /", "/news/1", True),
        ("Disallow: /news\nAllow: /news", "/news/1", True),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /*?print=", "/x?print=1", False),
        ("Disallow: /*/private/*/x", "/a/private/b/c/x", False),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /новости", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1", False),
        ("disallow : /a # not for programs", "/a", False),
        ("nonsense\n\nDisallow: /a", "/a", False),
        ("", "/a", True),
    ],
)
def test_the_longest_rule_about_a_path_counts(rules: str, path: str, may: bool) -> None:
    assert allowed(f"User-agent: *\n{rules}\n", path) is may


def test_the_rules_for_this_program_count_in_place_of_those_for_all() -> None:
    assert allowed("User-agent: *\nDisallow: /\n\nUser-agent: Friday-Digest/1.0\nDisallow: /x", "/a")
    assert not allowed("User-agent: *\nAllow: /\n\nUser-agent: GPTBot\nUser-agent: friday-digest\nDisallow: /", "/a")
    assert allowed("User-agent: GPTBot\nDisallow: /", "/a")
    assert allowed("User-agent: friday\nDisallow: /", "/a")


def test_a_rule_full_of_stars_is_judged_in_no_time() -> None:
    robots = "User-agent: *\n" + ("Disallow: /" + "*a" * 400 + "$\n") * 500
    began = time.monotonic()
    assert allowed(robots, "/" + "a" * 300 + "b")
    assert time.monotonic() - began < 1


def test_what_a_site_said_is_remembered_for_an_hour() -> None:
    now, asked = 0.0, []

    def ask(url: str) -> str:
        asked.append(url)
        return "User-agent: *\nDisallow: /"

    memory = RobotsMemory(lambda: now)
    assert not memory.may_read(f"{SITE}/a", ask)
    now = 3_599
    assert not memory.may_read(f"{SITE}/b", ask)
    now = 3_601
    assert not memory.may_read(f"{SITE}/c", ask)
    assert asked == [f"{SITE}/robots.txt"] * 2

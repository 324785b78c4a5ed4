"""What stops an edition, and what only warns."""

from dataclasses import replace
from datetime import date

import pytest

from digest.articles.model import Article, Image
from digest.calendar.plan import Plan
from digest.edition.checks import Rules, check, unread_pages
from digest.edition.lock import Lock
from digest.edition.model import Brief, Correction, Edition, Note, Pick, Section
from digest.edition.picks_file import parse
from digest.problem import Mark, Severity

URL = "https://example.org/a"
ARTICLE = Article(url=URL, title="T", summary="S", image=Image("https://example.org/a.jpg", alt="A"))
EDITION = Edition(
    "2026-11-27", "editions/2026-11-27.yaml", "Subject", (Section("News", (Pick(URL, mark=Mark(5, 9)),)),)
)
LOCK = Lock("2026-11-27", (ARTICLE,))


def with_picks(*picks: Pick) -> Edition:
    return replace(EDITION, sections=(Section("News", picks),))


def said(edition: Edition, lock: Lock = LOCK, rules: Rules | None = None) -> str:
    return "\n".join(str(problem) for problem in check(edition, lock, rules or Rules()))


def test_a_sound_edition_has_no_problems() -> None:
    assert said(EDITION) == ""


def test_what_is_doubtful_about_several_pages_is_told_once_with_their_lines() -> None:
    other = "https://example.org/other"
    doubts = ("the feed could not be read",)
    lock = Lock("x", tuple(replace(ARTICLE, url=url, doubts=doubts) for url in (URL, other)))
    own = [Pick(url, title="Mine", summary="Mine", mark=Mark(line, 9)) for line, url in ((5, URL), (8, other))]
    told = said(with_picks(*own), lock)
    assert told.count("the feed could not be read") == 1
    assert "5:9: warning: the feed could not be read (also on line 8); look whether" in told


@pytest.mark.parametrize(
    ("edition", "lock", "words"),
    [
        (replace(EDITION, subject=""), LOCK, "the edition has no subject"),
        (replace(EDITION, sections=()), LOCK, "the edition has no sections"),
        (replace(EDITION, sections=(Section("News", ()),)), LOCK, "the section `News` is empty"),
        (replace(EDITION, id="27-11-2026"), LOCK, "`27-11-2026` is no date"),
        (replace(EDITION, language="xx"), LOCK, "there are no fixed words in `xx`"),
        (with_picks(Pick(URL), Pick(URL + "/")), LOCK, "this page is picked twice"),
        (
            with_picks(Pick(URL, lead=True), Pick("https://example.org/b", title="T", summary="S", lead=True)),
            LOCK,
            "a lead story already",
        ),
        (
            EDITION,
            Lock("x", (replace(ARTICLE, title=""),)),
            "5:9: error: the pick has no headline: the page gives none",
        ),
        (EDITION, Lock("x", (replace(ARTICLE, summary=""),)), "the pick has no summary: the page gives none"),
        (EDITION, Lock("x", (replace(ARTICLE, words=40, is_stub=True),)), "the page has only 40 words"),
        (
            EDITION,
            Lock("x", (replace(ARTICLE, image=Image("http://example.org/a.jpg", alt="A")),)),
            "cannot stand in a letter",
        ),
        (with_picks(Pick("http://127.0.0.1:8000/a", title="T", summary="S")), LOCK, "on your own machine"),
    ],
)
def test_what_stops_the_letter(edition: Edition, lock: Lock, words: str) -> None:
    assert words in said(edition, lock)
    assert any(problem.severity is Severity.ERROR for problem in check(edition, lock, Rules()))


def test_a_page_that_was_not_read_is_told_of_once_where_words_are_wanted_of_it() -> None:
    unread = with_picks(
        Pick(URL, mark=Mark(5, 9)),
        Pick("https://example.org/b", title="T", mark=Mark(6, 9)),
        Pick("https://example.org/c", summary="S", mark=Mark(7, 9)),
        Pick("https://example.org/d", title="T", summary="S"),
        Pick("", title="T"),
    )
    assert [(problem.mark.line, problem.severity) for problem in unread_pages(unread, Lock("x", ()))] == [
        (line, Severity.ERROR) for line in (5, 6, 7)
    ]
    assert said(unread, Lock("x", ())) == "", "`unread_pages` has said so"
    assert unread_pages(EDITION, LOCK) == []


def test_two_addresses_of_one_page_are_one_pick() -> None:
    other = Article(url="https://example.org/a?from=mail", canonical_url=URL, title="T", summary="S")
    edition = with_picks(Pick(URL), Pick("https://example.org/a?from=mail"))
    assert "picked twice" in said(edition, Lock("x", (replace(ARTICLE, canonical_url=URL), other)))


def test_more_picks_than_the_limit_are_a_problem_at_the_first_too_many() -> None:
    picks = [Pick(f"https://example.org/{n}", title="T", summary="S", mark=Mark(n + 1, 1)) for n in range(4)]
    assert ":4:1: error: the edition has 4 picks, more than the limit of 3" in said(
        with_picks(*picks), rules=Rules(max_picks=3)
    )


def test_another_weekday_and_a_long_subject_only_warn() -> None:
    found = check(replace(EDITION, id="2026-11-26", subject="x" * 91), LOCK, Rules())
    assert [problem.severity for problem in found] == [Severity.WARNING, Severity.WARNING]
    assert "2026-11-26 is a Thursday, but this letter goes out on Fridays" in found[0].what


def test_pictures_that_nobody_describes_are_one_list_at_the_end_and_stop_nothing() -> None:
    bare = replace(ARTICLE, image=Image("https://example.org/a.jpg"))
    urls = [f"https://example.org/{name}" for name in "abcd"]
    picks = [
        Pick(urls[0], mark=Mark(5, 9)),
        Pick(urls[1], alt="Mine", mark=Mark(6, 9)),
        Pick(urls[2], picture="none", mark=Mark(7, 9)),
        Pick(urls[3], picture="https://example.org/b.jpg", mark=Mark(8, 9)),
    ]
    lock = Lock("x", tuple(replace(bare, url=url) for url in urls))
    assert said(with_picks(*picks), lock) == (
        "editions/2026-11-27.yaml:8:9: warning: 2 pictures are left out because nobody says what they show (lines 5, 8); "
        'write `alt: "..."` for each, for readers who cannot see it, or `picture: none`'
    )


def test_a_page_that_is_not_there_yet_is_no_doubt_about_a_pick_that_goes_live_later() -> None:
    doubts = ("its page could not be read: the site answers 404 Not Found", "the page is behind a paywall")
    lock = Lock("x", (replace(ARTICLE, doubts=doubts),))
    url = ARTICLE.url
    assert doubts[0] in said(with_picks(Pick(url)), lock)
    later = said(with_picks(Pick(url, live_from="2026-11-27 06:00")), lock)
    assert doubts[0] not in later
    assert doubts[1] in later


def test_a_time_to_go_live_that_is_none_or_too_late_is_a_problem_of_the_check() -> None:
    lock = Lock("x", (ARTICLE,))
    assert "`live_from` must be a day and time" in said(with_picks(Pick(ARTICLE.url, live_from="soon")), lock)
    assert "goes live on" in said(with_picks(Pick(ARTICLE.url, live_from="2027-11-27")), lock)


def test_what_is_doubtful_about_a_page_is_a_warning_and_a_page_too_short_stops_nothing_that_has_words_of_its_own() -> (
    None
):
    doubtful = Lock("x", (replace(ARTICLE, doubts=("the page is behind a paywall",), is_stub=True, words=9),))
    assert said(with_picks(Pick(URL, title="Mine", summary="Mine")), doubtful) == (
        "editions/2026-11-27.yaml:1:1: warning: the page is behind a paywall; look whether that is what you want"
    )


@pytest.mark.parametrize(
    ("published", "days", "words"),
    [
        ("2026-08-28", 90, "warning: the page is of 2026-08-28, more than 90 days before this letter"),
        ("2026-08-29T23:30:00", 90, ""),
        ("2020-01-01T00:00:00+02:00", 0, ""),
        (None, 90, ""),
    ],
)
def test_an_old_page_in_a_weekly_letter_is_a_warning(published: str | None, days: int, words: str) -> None:
    found = said(EDITION, Lock("x", (replace(ARTICLE, published=published),)), Rules(oldest_days=days))
    assert words in found if words else found == ""


def test_the_editors_words_always_win() -> None:
    own = Pick(URL, title="Mine", summary="Mine", alt="Mine")
    assert said(with_picks(own), Lock("x", (Article(url=URL, image=Image("https://example.org/a.jpg")),))) == ""


def test_last_weeks_letter_is_refused_and_a_single_repeat_only_warned_of() -> None:
    picks = [
        Pick(f"https://example.org/{name}", title="T", summary="S", mark=Mark(5 + n, 9))
        for n, name in enumerate("abcde")
    ]
    edition = with_picks(*picks)
    two = {"example.org/a": "2026-11-20", "example.org/b": "2026-11-13"}
    found = check(edition, LOCK, Rules(), two)
    assert [(problem.severity, problem.mark.line) for problem in found if "was in edition" in problem.what] == [
        (Severity.WARNING, 5),
        (Severity.WARNING, 6),
    ]
    assert not any(problem.severity is Severity.ERROR for problem in found)
    three = two | {"example.org/e": "2026-11-20"}
    (refused,) = [problem for problem in check(edition, LOCK, Rules(), three) if problem.severity is Severity.ERROR]
    assert "3 of 5 picks were in earlier editions (2026-11-13, 2026-11-20)" in refused.what
    assert check(replace(edition, repeats=True), LOCK, Rules(), three) == []
    own = dict.fromkeys(three, edition.id)
    assert check(edition, LOCK, Rules(), own) == [], "an edition that goes on does not repeat itself"


def test_a_correction_needs_words_and_has_no_picks() -> None:
    monday = replace(EDITION, id="2026-11-30-correction-1", sections=())
    assert "error: this correction does not say what was wrong" in said(monday)
    corrected = replace(monday, corrections=(Correction("It was 201."),))
    assert said(corrected) == ""
    assert "does not say what was wrong" in said(replace(monday, note=Note("It was 201.", "Marta")))
    whole = replace(corrected, sections=EDITION.sections)
    assert "error: a correction has no picks; delete `sections`" in said(whole), "a letter again is no correction"


def test_a_special_edition_may_be_of_any_day() -> None:
    assert said(replace(EDITION, id="2026-11-25", kind="special")) == ""
    assert "is a Wednesday, but this letter goes out on Fridays" in said(replace(EDITION, id="2026-11-25"))
    other_weeks = Rules(plan=Plan(every_weeks=2, starting=date(2026, 11, 20)))
    assert "goes out on Fridays of every 2 weeks" in said(EDITION, rules=other_weeks)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?utm_source=mail", "https://www.example.org:443/a/"),
        ("https://пример.рф/а", "https://xn--e1afmkfd.xn--p1ai/%d0%b0"),
        ("https://amp.example.org/a", "https://example.org/a"),
        ("https://www.google.co.uk/amp/s/example.org/a%3Famp", "https://example.org/a?srsltid=x#Echobox=1"),
    ],
)
def test_a_page_is_known_whatever_the_form_of_its_address(one: str, other: str) -> None:
    picks = [Pick(url, title="T", summary="S") for url in (one, other)]
    assert "picked twice" in said(with_picks(*picks))
    kept_by_an_older_version = {other.partition("://")[2].rstrip("/").removeprefix("www."): "2026-11-20"}
    found = check(with_picks(picks[0]), LOCK, Rules(), kept_by_an_older_version)
    assert any("in earlier editions (2026-11-20)" in problem.what for problem in found)


def test_a_picture_whose_address_has_a_space_is_encoded_in_the_letter_and_stops_nothing() -> None:
    image = Image("https://example.org/my photo.jpg", alt="A")
    assert "cannot stand" not in said(EDITION, Lock("x", (replace(ARTICLE, image=image),)))


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("[old](http://example.org/old)", "links to `http://example.org/old`: the address begins with http://"),
        ("[old][1]\n\n[1]: http://example.org/old", "links to `http://example.org/old`"),
        ("<http://example.org/old>", "links to `http://example.org/old`"),
        ("see http://example.org/old.", "links to `http://example.org/old`: the address begins with http://"),
        ("*http://example.org/_old_*", "links to `http://example.org/_old_`"),
        ("https://reader@example.org/", "links to `https://reader@example.org/`: the address holds a user name"),
        ("see www.example.org:99999/_a_", "links to `https://www.example.org:99999/_a_`: the address cannot be read"),
        ("[here](/relative)", "links to `/relative`: the address does not begin with https://"),
        ("![map](https://example.org/map.png)", "warning: the note shows the picture `https://example.org/map.png`"),
    ],
)
def test_a_note_links_only_to_what_a_pick_could_link_to(note: str, words: str) -> None:
    edition = replace(EDITION, note=Note(note), marks={"note": Mark(2, 1)})
    assert words in said(edition)
    assert said(edition).startswith("editions/2026-11-27.yaml:2:1: ")


def test_links_that_are_sound_stop_no_note() -> None:
    note = "[a](https://example.org/a_(b)) [us](mailto:us@example.org) [кафе](https://пример.рф/кафе) [x](<https://example.org/a b>)"
    assert said(replace(EDITION, note=Note(note))) == ""
    bare = "https://example.org/a_(b), https://пример.рф/кафе, http://localhost:8000/a; http:// is not https:// `http://example.org/a`"
    assert said(replace(EDITION, note=Note(bare))) == ""


@pytest.mark.parametrize("host", ["example..org", "a" * 70 + ".org", "xn--a.org"])
def test_no_address_of_an_edition_has_a_host_that_cannot_be(host: str) -> None:
    url = f"https://{host}/x"
    fault = f"`{host}` can be no host name"
    typed = f"""
subject: S
note: {{text: "see [this]({url})", author: A}}
briefs: ["see {url} today"]
sections:
  - name: News
    picks:
      - {url}
      - {{url: "{url}"}}
      - {{url: "https://example.org/a", picture: "{url}", related: [{{title: R, url: "{url}"}}]}}
"""
    edition, problems = parse(typed, EDITION.file, EDITION.id)
    assert edition is not None
    found = [str(problem) for problem in [*problems, *check(edition, LOCK, Rules())]]
    assert sum(fault in problem for problem in found) == 6, found
    page = replace(ARTICLE, image=Image(url, alt="A"))
    assert fault in said(EDITION, Lock("x", (page,)))


def test_an_address_in_the_editors_plain_words_is_held_to_the_same_rule() -> None:
    mark, old = Mark(7, 3), "It is at http://example.org/old."
    fault = "links to `http://example.org/old`: the address begins with http://"
    assert f"7:3: error: the brief {fault}" in said(replace(EDITION, briefs=(Brief(old, mark=mark),)))
    assert f"7:3: error: the correction {fault}" in said(replace(EDITION, corrections=(Correction(old, mark=mark),)))
    pick = Pick(URL, title="T", summary=old, marks={"summary": mark})
    assert f"7:3: error: the summary {fault}" in said(with_picks(pick))
    assert said(replace(EDITION, briefs=(Brief("It is at https://example.org/a|новое."),))) == ""


LONG = "x" * 6_000
SOUND = {"subject": "S", "name": "News", "url": URL, "title": "T", "summary": "S", "text": "A brief."}


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        *((key, LONG, f"`{key}` has 6000 characters") for key in SOUND),
        *((key, "[x]", f"`{key}` must be text") for key in SOUND if key != "subject"),
        ("url", "ftp://example.org/a", "`ftp://example.org/a` is no address that a letter can link to"),
        ("sections", "x", "`sections` must be a list"),
        ("sections", "[x]", "`x` is no section with picks"),
        ("picks", "x", "`picks` must be a list"),
        ("picks", "[ftp://example.org/a]", "`ftp://example.org/a` is no address that a letter can link to"),
    ],
)
def test_what_is_written_and_cannot_be_read_is_not_called_missing_too(key: str, value: str, fault: str) -> None:
    words = SOUND | {key: value}
    pick = f"{{url: {words['url']}, title: {words['title']}, summary: {words['summary']}}}"
    picks = words.get("picks", f"[{pick}]")
    sections = words.get("sections", f"[{{name: {words['name']}, picks: {picks}}}]")
    text = f"subject: {words['subject']}\nbriefs: [{{text: {words['text']}}}]\nsections: {sections}\n"
    edition, problems = parse(text, EDITION.file, EDITION.id)
    assert edition is not None
    (problem,) = [*problems, *check(edition, Lock("x", ()), Rules())]
    assert problem.what.startswith(fault)


def test_an_address_may_be_longer_than_a_line_and_a_pick_without_one_misses_nothing_else() -> None:
    text = "subject: S\nsections: [{name: News, picks: [{url: %s, title: T, summary: S}]}]"
    assert parse(text % f"https://example.org/{'x' * 400}", EDITION.file, EDITION.id)[1] == []
    edition, problems = parse(text.replace("title: T, summary: S", "alt: A") % "''", EDITION.file, EDITION.id)
    assert edition is not None
    (problem,) = [*problems, *check(edition, Lock("x", ()), Rules())]
    assert problem.what == "the pick has no url"

"""A picks file becomes an edition, or all of its problems with file, line and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.edition import markdown
from digest.edition.picks_file import MOST_ENTRIES, MOST_PICKS, parse
from digest.problem import stop_the_letter

FILE = "editions/2026-11-27.yaml"
SMALLEST = """\
subject: "Three years on, and what Friday's vote means"
sections:
  - name: News
    picks:
      - https://example.org/2026/11/24/city-council
      - url: https://example.org/2026/11/25/harvest
        summary: "Our own words beat the page's."
"""


def test_the_smallest_edition() -> None:
    edition, problems = parse(SMALLEST, FILE, "2026-11-27")
    assert not problems
    assert edition is not None
    assert edition.subject == "Three years on, and what Friday's vote means"
    council, harvest = edition.picks()
    assert council.url == "https://example.org/2026/11/24/city-council"
    assert council.summary == ""
    assert harvest.summary == "Our own words beat the page's."
    assert (harvest.mark.line, harvest.mark_of("summary").line) == (6, 7)


def test_everything_an_editor_can_write() -> None:
    edition, problems = parse(
        """\
subject: "S"
preheader: "P"
language: ru
note: {text: "Hello *you*", by: Anna}
sections:
  - name: News
    picks:
      - url: https://example.org/a
        title: "T"
        summary: "  two
          lines "
        byline: "B"
        kicker: "K"
        picture: https://example.org/a.jpg
        alt: "A"
        credit: "C"
        language: de
        topics: [One, Two]
        related:
          - {title: "R", url: https://example.org/r}
        lead: true
briefs:
  - "Only words."
  - {text: "With a link.", url: https://example.org/b}
corrections:
  - "We were wrong."
""",
        FILE,
        "2026-11-27",
    )
    assert problems == []
    assert edition is not None
    assert edition.note is not None
    assert (edition.preheader, edition.language, edition.note.by) == ("P", "ru", "Anna")
    (pick,) = edition.picks()
    assert pick.summary == "two lines"
    assert pick.topics == ("One", "Two")
    assert pick.related[0].title == "R"
    assert pick.lead
    assert [brief.url for brief in edition.briefs] == ["", "https://example.org/b"]
    assert edition.corrections[0].text == "We were wrong."


def test_all_problems_are_listed_at_once_with_their_places() -> None:
    _, problems = parse(
        """\
sabjct: "S"
sections:
  - name: News
    picks:
      - url: ftp://example.org/a
        tytel: x
      - 'https://example.org/with space'
      - lead: maybe
  - picks: text
""",
        FILE,
        "2026-11-27",
    )
    assert sorted(str(problem) for problem in problems) == sorted(
        [
            f"{FILE}:1:1: error: unknown key `sabjct` in the edition; did you mean `subject`?",
            f"{FILE}:6:9: error: unknown key `tytel` in a pick; did you mean `title`?",
            f"{FILE}:5:14: error: `ftp://example.org/a` is no address that a letter can link to: the address does not begin with https://; "
            "copy the page's address from the browser, https:// included",
            f"{FILE}:7:9: error: `https://example.org/with space` is no address that a letter can link to: more than an address stands here; "
            "write %20 for a space of the address; words go on a line of their own, with a key such as `title:`",
            f"{FILE}:8:9: error: the pick has no url; give the article's page: `url: https://...`",
            f"{FILE}:8:15: error: `lead` must be true or false, not `maybe`; write `lead: true` or leave it out",
            f"{FILE}:9:5: error: the section has no name; give it one: `name: News`",
            f"{FILE}:9:12: error: `picks` must be a list; begin each entry with `- `",
        ]
    )


def test_a_broken_file_gives_no_edition_and_one_clear_problem() -> None:
    edition, problems = parse("{subject: [\n", FILE, "2026-11-27")
    assert edition is None
    assert len(problems) == 1
    assert parse("", FILE, "x")[1][0].what == "the file is empty"


@given(st.text(max_size=400) | st.text(alphabet="abc:-#&*!{}[]\"'|>%@`\n \t", max_size=400))
def test_no_text_whatsoever_raises(text: str) -> None:
    edition, problems = parse(text, FILE, "2026-11-27")
    assert edition is not None or problems


@pytest.mark.parametrize("written", ["", "kind: special\n", "kind: regular\n"])
def test_one_whose_name_says_that_it_is_special_is_so(written: str) -> None:
    edition, problems = parse(f'subject: "S"\n{written}', "e.yaml", "2026-11-27-special")
    assert edition
    assert (edition.kind, problems) == ("special", [])


def test_a_special_edition_and_one_that_looks_back_say_so() -> None:
    edition, problems = parse('subject: "S"\nkind: special\nrepeats: true\n', "e.yaml", "2026-11-27")
    assert not problems
    assert edition is not None
    assert (edition.kind, edition.repeats) == ("special", True)
    edition, problems = parse('subject: "S"\nkind: weekly\nrepeats: perhaps\n', "e.yaml", "2026-11-27")
    assert [str(problem).partition(": error: ")[2].partition(";")[0] for problem in problems] == [
        "`kind` must be regular or special, not `weekly`",
        "`repeats` must be true or false, not `perhaps`",
    ]
    assert edition is not None
    assert (edition.kind, edition.repeats) == ("regular", False)


def test_what_an_editor_pastes_is_cleaned_and_keeps_what_shapes_words() -> None:
    edition, problems = parse(
        """\
subject: "Family day 👨‍👩‍👧 in\u200b Riga\u00ad"
note: "می‌خواهند\ufeff\\n\\nCafe\u0301 \u202e"
sections:
  - name: "N\u2060ews"
    picks: [{url: "https://example.org/a", title: "\u200f", topics: ["V\u00adote"], summary: "One\u00ad\\n two"}]
""",
        FILE,
        "2026-11-27",
    )
    assert not problems
    assert edition is not None
    assert edition.note is not None
    assert (edition.subject, edition.sections[0].name) == ("Family day 👨‍👩‍👧 in Riga", "News")
    assert edition.note.text == "می‌خواهند\n\nCafé \u202e\u202c"
    (pick,) = edition.picks()
    assert (pick.title, pick.topics, pick.summary) == ("", ("Vote",), "One two")


def test_an_address_as_a_browser_shows_it_is_taken() -> None:
    text = """\
subject: S
sections:
  - name: News
    picks:
      - "https://example.org/it's|{so}^`\u200b"
      - {url: "https://пример.рф/новость-дня", picture: "https://example.org/a|b.jpg"}
"""
    edition, problems = parse(text, FILE, "2026-11-27")
    assert not problems
    assert edition is not None
    assert [pick.url for pick in edition.picks()] == [
        "https://example.org/it's|{so}^`",
        "https://пример.рф/новость-дня",
    ]


def test_a_link_by_way_of_somebody_else_is_the_page_itself_and_nothing_is_kept_of_the_way() -> None:
    page = "https://example.org/2026/11/24/city-council"
    link = f"https://eur01.safelinks.protection.outlook.com/?url={page}&data=05%7C02%7Canna%40example.net&sdata=x"
    text = f"""\
subject: "S"
note: {{text: "See [this]({link}).", by: Anna}}
sections:
  - name: News
    picks:
      - {link}
      - url: "{link}"
"""
    edition, problems = parse(text, FILE, "2026-11-27")
    assert not problems
    assert edition is not None
    assert [pick.url for pick in edition.picks()] == [page, page]
    assert edition.note is not None
    assert [url for url, _ in markdown.links(edition.note.text)] == [page]


def test_a_link_that_only_editors_can_open_is_refused_in_plain_words() -> None:
    text = SMALLEST.replace("/2026/11/24/city-council", "/?p=123&preview=true&preview_nonce=abc")
    _, problems = parse(text, FILE, "2026-11-27")
    assert [str(problem) for problem in problems] == [
        f"{FILE}:5:9: error: `https://example.org/?p=123&preview=true&preview_nonce=abc` is no address that a letter can link to: it shows a draft, "
        "which only those who are logged in to the site can open: publish the page first; "
        "copy the page's address from the browser, https:// included"
    ]


def test_a_link_says_nothing_of_where_it_was_found() -> None:
    text = SMALLEST.replace("/city-council", "/city-council?utm_source=telegram&id=7&fbclid=IwAR1#part")
    edition, problems = parse(text, FILE, "2026-11-27")
    assert not problems
    assert edition is not None
    assert next(iter(edition.picks())).url == "https://example.org/2026/11/24/city-council?id=7#part"


def test_an_address_with_its_headline_below_is_an_entry_of_most_read() -> None:
    text = f"{SMALLEST}most_read:\n  - https://example.org/x\n    title: Most read\n"
    edition, problems = parse(text, FILE, "2026-11-27")
    assert edition
    assert [(one.title, one.url) for one in edition.most_read] == [("Most read", "https://example.org/x")]
    assert [problem.severity for problem in problems] == ["warning"]


def test_parameters_that_an_editor_typed_stay_but_on_the_pages_that_are_read() -> None:
    typed = "https://example.org/x?utm_source=note&utm_campaign=ours"
    text = f"{SMALLEST}      - url: {typed}\n        related:\n          - title: T\n            url: {typed}\n"
    edition, problems = parse(
        f"{text}briefs:\n  - text: T\n    url: {typed}&fbclid=IwAR1\nquote:\n  text: T\n  url: {typed}\n",
        FILE,
        "2026-11-27",
    )
    assert (edition is not None, problems) == (True, [])
    assert edition
    assert [pick.url for pick in edition.picks()][-1] == "https://example.org/x"
    linked = [
        edition.briefs[0].url,
        edition.quote.url if edition.quote else "",
        list(edition.picks())[-1].related[0].url,
    ]
    assert linked == [typed] * 3  # the number of whoever clicked on the way there is no parameter of theirs


@pytest.mark.parametrize("begins", ["  - name: News\n    picks:\n", "  - News:\n"])
def test_more_picks_than_a_letter_can_have_are_one_error_at_the_first_that_is_too_many(begins: str) -> None:
    picks = [f"      - https://example.org/{number}\n" for number in range(MOST_PICKS + 1)]
    half, text = len(picks) // 2, "subject: S\nsections:\n"
    most = text + begins + "".join(picks[:half]) + begins + "".join(picks[half:-1])
    edition, problems = parse(most, FILE, "2026-11-27")
    assert edition is not None
    assert not stop_the_letter(problems)
    edition, (problem,) = parse(most + picks[-1], FILE, "2026-11-27")
    assert edition is None
    assert str(problem).startswith(f"{FILE}:{len(most.splitlines()) + 1}:")
    assert problem.what == f"the edition has {MOST_PICKS + 1} picks, more than {MOST_PICKS}"


@pytest.mark.slow
def test_more_entries_of_lists_than_a_letter_can_have_are_one_error() -> None:
    events = [f"  - {{title: E{number}, when: W}}\n" for number in range(MOST_ENTRIES - 1)]
    text = SMALLEST + "events:\n" + "".join(events)
    edition, (problem,) = parse(text, FILE, "2026-11-27")
    assert edition is None
    assert problem.what == f"the edition's lists have more than {MOST_ENTRIES:,} entries together"
    assert parse(SMALLEST + "events:\n" + "".join(events[:-3]), FILE, "2026-11-27")[0] is not None

"""digest.toml: every key is explained, every fault is listed with its place."""

import tomllib
from typing import get_args

import pytest

from digest.app.paths import program_templates
from digest.problem import Mark
from digest.settings.fields import Section
from digest.settings.model import Settings
from digest.settings.read import read_places, read_schedule, read_settings
from tests.standins.newspaper import SAMPLE_SITE

TEMPLATE = (program_templates() / "newsroom" / "digest.toml").read_text(encoding="utf-8")
SETTINGS = """\
[digest]
title = "The Friday Lantern"
tagline = "What happened at home this week"
language = "en"
base_url = "https://letter.lantern.example"
postal_address = "Lantern Press Foundation, Harbour Street 12, 1050 Riga, Latvia"
contact = "editors@lantern.example"
privacy_policy_url = "https://lantern.example/privacy"
privacy_policy_version = "2026-09-01"

[sender]
name = "The Lantern"
address = "friday@lantern.example"
reply_to = "editors@lantern.example"

[schedule]
day = "friday"
time = "07:00"
zone = "Europe/Riga"
window_hours = 12
approval = "none"

[delivery]
transport = "outbox"
batch_size = 200

[appeal]
banner = "Readers pay for this letter. Join them."
heading = "Keep the Lantern lit"
message = "We have no owner. We have you."
link = "https://lantern.example/support?frequency={frequency}&amount={amount}"
currency = "EUR"
once = [10, 25, 50]
monthly = [5, 10, 20]
annual = [50, 100]
payment_methods = "Cards, bank transfer."
remind_me_later_weeks = 8
"""


def said(text: str, environment: dict[str, str] | None = None) -> str:
    return "\n".join(str(problem) for problem in read_settings(text, environment or {})[1])


def test_a_new_file_holds_every_key_with_a_comment_and_its_default() -> None:
    written = tomllib.loads(TEMPLATE)
    for name, field in Settings.model_fields.items():
        model = field.annotation
        if not (isinstance(model, type) and issubclass(model, Section)):
            continue  # tables that a newsroom names, such as [editors.anna]
        assert set(written[name]) == set(model.model_fields) - set(lists_of_tables(model)), name
        if not field.is_required():
            assert model(**written[name]) == field.default, name
    lines = TEMPLATE.splitlines()
    for number, line in enumerate(lines):
        if " = " in line and not line.startswith("#"):
            before = lines[number - 1]
            assert before.startswith("#") or " = " in before, f"line {number + 1} has no comment above"


def lists_of_tables(model: type[Section]) -> dict[str, type[Section]]:
    """Map the keys of a section that are lists of tables to what a table holds."""
    held = {key: get_args(field.annotation)[:1] for key, field in model.model_fields.items()}
    return {
        key: kind[0]
        for key, kind in held.items()
        if kind and isinstance(kind[0], type) and issubclass(kind[0], Section)
    }


TABLES = [
    (section, key, table)
    for section, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Section)
    for key, table in lists_of_tables(field.annotation).items()
]


@pytest.mark.parametrize(("section", "key", "table"), TABLES)
def test_a_new_file_shows_a_sound_table_of_each_list_with_every_key(
    section: str, key: str, table: type[Section]
) -> None:
    """It stands behind `#`: a list that is written as `[]` could not be gone on with."""
    lines = TEMPLATE.split(f"# [[{section}.{key}]]\n")[1].split("\n\n")[0].splitlines()
    keys = [line.removeprefix("# ") for line in lines if " = " in line and not line.startswith("#  ")]
    keys = [line for line in keys if line.partition(" = ")[0] in table.model_fields]
    assert [line.partition(" = ")[0] for line in keys] == list(table.model_fields)
    assert read_settings(f"{SETTINGS}\n[[{section}.{key}]]\n" + "\n".join(keys), {})[1] == []


def test_a_new_file_says_what_must_be_filled_in() -> None:
    problems = read_settings(TEMPLATE, {})[1]
    assert [problem.what.split("`")[1] for problem in problems] == [
        "title",
        "base_url",
        "postal_address",
        "contact",
        "privacy_policy_url",
        "privacy_policy_version",
        "name",
        "address",
    ]
    assert all(
        TEMPLATE.splitlines()[problem.mark.line - 1].startswith(problem.what.split("`")[1]) for problem in problems
    )


def test_the_sample_is_sound() -> None:
    settings, problems = read_settings((SAMPLE_SITE.parent / "digest.toml").read_text(encoding="utf-8"), {})
    assert settings is not None
    assert problems == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[schedule]", "[shedule]", "unknown section [shedule]; did you mean `schedule`?"),
        ("batch_size = 200", "batchsize = 200", "unknown key `batchsize` in [delivery]; did you mean `batch_size`?"),
        (
            "batch_size = 200",
            "batch_size = 5000",
            "`batch_size` in [delivery] must be at most 1000; write a number such as `1000`",
        ),
        ('day = "friday"', "day = 5", "`day` in [schedule] is not right: `5` is no weekday; write"),
        ('day = "friday"', 'day = ["friday", "5"]', "`5` is no weekday"),
        (
            'day = "friday"',
            'day = "friday"\nevery_weeks = 2',
            "`starting` in [schedule] is not right: with `every_weeks` above 1",
        ),
        ('day = "friday"', 'day = "friday"\nstarting = "27.11.2026"', "this is no date; write it as 2026-11-27"),
        (
            'day = "friday"',
            'day = "friday"\nproofs = ["thursday 15:00"]',
            "`proofs` in [schedule] is not right: this is no time before",
        ),
        (
            'day = "friday"',
            'day = "friday"\nproofs = ["never"]',
            "entry 1 of `proofs` in [schedule] is not right: ",
        ),
        ('time = "07:00"', 'time = "7 am"', "this is no time of day; write it as 07:00"),
        ('zone = "Europe/Riga"', 'zone = "Riga"', "this is no time zone; write an IANA name"),
        ('zone = "Europe/Riga"', 'zone = "../../etc/passwd"', "this is no time zone"),
        (
            'transport = "outbox"',
            'transport = "pigeon"',
            '`transport` in [delivery] must be "outbox", "sendgrid" or "null"; write one of them',
        ),
        ('"https://letter.lantern.example"', '"http://letter.lantern.example"', "the address begins with http://"),
        ('"friday@lantern.example"', '"friday at lantern"', "this is no e-mail address"),
        ('"friday@lantern.example"', '"a@b.example\\r\\nBcc: c@d.example"', "`address` in [sender]"),
        (
            'currency = "EUR"',
            'currency = "euro"',
            "`currency` in [appeal] is not right: this is no currency; write its three capital letters",
        ),
        (
            "once = [10, 25, 50]",
            "once = [10, -5]",
            "entry 2 of `once` in [appeal] must be more than 0; write a number such as `10`",
        ),
        ("&amount={amount}", "&amount={sum}", "only {frequency} and {amount} may stand in braces"),
        ('title = "The Friday Lantern"', "", "`title` in [digest] is missing"),
        ('title = "The Friday Lantern"', "title = 7", "`title` in [digest] must be text"),
        ("[digest]", "title = 1\n[digest]", "unknown key `title` outside every section"),
        ('day = "friday"', 'day = "friday', "; end the text with the quotation mark that it begins with"),
        ('day = "friday"', "day = 'friday", "; end the text with the quotation mark that it begins with"),
        ('day = "friday"', 'day = ["friday"', "this is not valid TOML (unclosed array); end the list with `]`"),
        (
            'day = "friday"',
            'day = "friday" "monday"',
            "; leave out what stands behind it, or begin it on a line of its",
        ),
        ('day = "friday"', 'day = "friday"\nday = "friday"', "; write each key of a section once"),
        ("[digest]", "[digest", "; write the name of a section between brackets, as `[delivery]`"),
        ("[digest]", "[[digest]", "; write the name between two brackets on each side, as `[[articles.sources]]`"),
        ("[digest]", "[digest]\n[digest]", "; write each section once, with all of its keys below it"),
        ('day = "friday"', 'day "friday"', '; write `key = "text"`, one per line'),
        ('tagline = "', 'zone = "UTC"\ntagline = "', "it belongs into [schedule]"),
    ],
)
def test_faults_are_said_in_words(old: str, new: str, words: str) -> None:
    assert old in SETTINGS
    text = SETTINGS.replace(old, new, 1)
    assert words in said(text)
    assert read_settings(text, {})[0] is None


@pytest.mark.parametrize(
    ("end", "line", "column"),
    [
        ("x = [", 1, 1),
        ("x = [\n\n\n", 1, 1),
        ("x = [ # a list\n  # of nothing\n", 1, 1),
        ('x = [\n  "a",\n  "b"\n', 1, 1),
        ("a = 1\n  x = ", 2, 3),
        ('a = 1\nx = "text', 2, 1),
        ('a = 1\nx = """\ntext\nb = 1\n', 2, 1),
        ("a = 1\n[web", 2, 1),
        ("a = 1\nx", 2, 1),
        ("a = 1\nx = {", 2, 1),
    ],
)
def test_a_file_that_ends_in_the_middle_of_something_says_where_that_begins(end: str, line: int, column: int) -> None:
    settings, (problem,) = read_settings(SETTINGS + end, {})
    assert settings is None
    assert "this is not valid TOML" in problem.what
    assert (problem.mark.line - len(SETTINGS.splitlines()), problem.mark.column) == (line, column)
    assert read_places(SETTINGS + end, {})[1] == [problem]
    assert read_settings("\ufeff" + SETTINGS + end, {})[1] == [problem]


@pytest.mark.parametrize("deep", [300, 3_000, 100_000])
@pytest.mark.parametrize("opening", ["[", "{a="])
def test_lists_that_stand_too_deep_in_one_another_are_a_fault_of_their_line(deep: int, opening: str) -> None:
    text = SETTINGS + "\n[links]\nparameters = " + opening * deep
    for read in (read_settings, read_places, read_schedule):
        found, (problem,) = read(text, {})
        assert found is None
        assert problem.mark.line == len(text.splitlines())
        assert read(SETTINGS, {"DIGEST_LINKS__PARAMETERS": opening * deep}) is not None


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    text = (
        SETTINGS.replace('day = "friday"', 'day = "x"')
        .replace("batch_size = 200", "batch_size = 0")
        .replace('currency = "EUR"', 'currency = ""')
    )
    problems = read_settings(text, {})[1]
    assert len(problems) == 3
    assert [problem.mark.line for problem in problems] == sorted(problem.mark.line for problem in problems)
    assert all(problem.mark.line > 1 for problem in problems)


def test_the_environment_wins_and_is_named_when_it_is_wrong() -> None:
    settings, _ = read_settings(
        SETTINGS,
        {"DIGEST_DELIVERY__TRANSPORT": "null", "DIGEST_APPEAL__ONCE": "1,2", "DIGEST_NEWSROOM": "/x", "HOME": "/"},
    )
    assert settings is not None
    assert (settings.delivery.transport, settings.appeal.once) == ("null", (1, 2))
    assert (
        "DIGEST_DELIVERY__TRANSPROT:1:1: error: unknown key `transprot` in [delivery]; did you mean `transport`?"
        in said(SETTINGS, {"DIGEST_DELIVERY__TRANSPROT": "null"})
    )


@pytest.mark.parametrize(
    ("variable", "value", "hosts"),
    [
        ("DIGEST_ARTICLES__HOSTS", "a.example, b.example,", ("a.example", "b.example")),
        ("DIGEST_ARTICLES__HOSTS", ' ["a.example", "b.example"] ', ("a.example", "b.example")),
        ("DIGEST_ARTICLES__HOSTS", '[\n"a.example",\n]', ("a.example",)),
        ("DIGEST_ARTICLES__HOSTS", "a.example", ("a.example",)),
        ("DIGEST_ARTICLES__HOSTS", "", ()),
        ("DIGEST_ARTICLES__HOSTS", "[]", ()),
        ("DIGEST_ARTICLES__MIRRORS", "a.example = b.example, c.example=d.example", ("a.example", "c.example")),
        ("DIGEST_ARTICLES__MIRRORS", '{"a.example" = "b.example"}', ("a.example",)),
        ("DIGEST_ARTICLES__MIRRORS", "", ()),
    ],
)
def test_a_variable_writes_a_list_with_commas_or_as_the_file_does(
    variable: str, value: str, hosts: tuple[str, ...]
) -> None:
    settings, problems = read_settings(SETTINGS, {variable: value})
    assert problems == []
    assert settings is not None
    assert tuple(settings.articles.hosts or settings.articles.mirrors) == hosts


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("WEB__TRUSTED_PROXIES", "10.0.0.0/8 127.0.0.1", "entry 1 of `trusted_proxies` in [web] is not right: this is no address or network; write 172.18.0.0/16"),
        ("WEB__TRUSTED_PROXIES", '["10.0.0.0/8", 127.0.0.1]', "`trusted_proxies` in [web] is not right: this begins like a list of digest.toml and is none; write each"),
        ("WEB__TRUSTED_PROXIES", '["10.0.0.0/8"]\nx = 1', "`trusted_proxies` in [web] is not right: this begins like a list of digest.toml and is none; write each"),
        ("APPEAL__ONCE", "5, 10 20", "entry 2 of `once` in [appeal] must be a whole number; write a number such as `10`, without quotes"),
        ("SCHEDULE__DAY", "tuesday friday", "`day` in [schedule] is not right: `tuesday friday` is no weekday; write"),
        ("APPEAL__ONCE", "1,2,3,4,5,6,7", "`once` in [appeal] has 7 entries, more than 6; take some out"),
    ],
)  # fmt: skip
def test_a_list_in_a_variable_that_is_not_right_is_said_with_how_to_write_one(key: str, value: str, fault: str) -> None:
    found = said(SETTINGS, {f"DIGEST_{key}": value})
    assert found.startswith(f"DIGEST_{key}:1:1: error: {fault}")
    assert found.endswith(
        f"; several are written with commas, DIGEST_{key}='first, second', or as in digest.toml, '[\"first\", \"second\"]'"
    )


def test_a_pair_that_is_none_is_not_left_out_without_a_word() -> None:
    assert said(SETTINGS, {"DIGEST_ARTICLES__MIRRORS": "a.example=b.example, c.example"}) == (
        "DIGEST_ARTICLES__MIRRORS:1:1: error: `mirrors` in [articles] is not right: `c.example` is no pair; write "
        "both with `=` between them; several are written with commas, DIGEST_ARTICLES__MIRRORS='a=b, c=d', or as in "
        'digest.toml, \'{"a" = "b"}\''
    )


def test_a_variable_that_holds_one_value_is_told_nothing_of_lists() -> None:
    assert "commas" not in said(SETTINGS, {"DIGEST_WEB__PORT": "8400, 8401"})
    assert "commas" not in said(SETTINGS.replace("once = [10, 25, 50]", 'once = ["a"]'))


def test_places_are_right_behind_lists_and_long_texts() -> None:
    text = SETTINGS.replace("once = [10, 25, 50]", "once = [\n  10, # ] not yet\n  25,\n]\nmonhly = [1]")
    line = text.splitlines().index("monhly = [1]") + 1
    assert f"digest.toml:{line}:1: error: unknown key `monhly`" in said(text), said(text)


@pytest.mark.parametrize(
    ("section", "key"),
    [("digest", key) for key in ("title", "tagline", "postal_address")]
    + [("sender", "name")]
    + [("appeal", key) for key in ("banner", "heading", "message", "payment_methods", "warning")],
)
def test_a_mark_that_nobody_replaces_is_refused_in_whatever_readers_see(section: str, key: str) -> None:
    values = tomllib.loads(SETTINGS)
    text = SETTINGS.replace(f'{key} = "{values[section].get(key, "")}"\n', "", 1)
    text = text.replace(f"[{section}]\n", f'[{section}]\n{key} = "Hello, ~name~"\n')
    line = text[: text.index("~name~")].count("\n") + 1
    assert said(text) == (
        f"digest.toml:{line}:1: error: `{key}` in [{section}] is not right: nothing replaces ~name~, so every reader "
        "would see it; write the words themselves"
    )


def test_an_address_in_words_that_readers_see_is_one_that_letters_may_link_to() -> None:
    words = "Read us at %s://example.org/help."
    assert said(SETTINGS, {"DIGEST_APPEAL__BANNER": words % "http"}) == (
        "DIGEST_APPEAL__BANNER:1:1: error: `banner` in [appeal] is not right: it links to `http://example.org/help`: the "
        "address begins with http://, which can be read and changed on its way; write the whole address, https:// included"
    )
    assert said(SETTINGS, {"DIGEST_APPEAL__BANNER": words % "https"}) == ""


def test_a_time_that_clocks_can_skip_only_warns() -> None:
    settings, problems = read_settings(SETTINGS.replace('time = "07:00"', 'time = "02:30"'), {})
    assert settings is not None
    assert "can fall twice or never" in problems[0].what


def test_a_plan_may_have_several_days_and_weeks_between() -> None:
    days = {
        "DIGEST_SCHEDULE__DAY": "tuesday, friday",
        "DIGEST_SCHEDULE__EVERY_WEEKS": "2",
        "DIGEST_SCHEDULE__STARTING": "2026-11-27",
    }
    settings, problems = read_settings(SETTINGS, days)
    assert not problems
    assert settings is not None
    plan = settings.schedule.plan
    assert (plan.days, plan.every_weeks, plan.starting.isoformat()) == (("tuesday", "friday"), 2, "2026-11-27")


def test_what_readers_see_is_cleaned_and_keeps_what_shapes_words() -> None:
    name = "روزنامه‌ی آزاد"
    settings, problems = read_settings(SETTINGS, {"DIGEST_SENDER__NAME": name, "DIGEST_DIGEST__TITLE": "Lan\u00adtern"})
    assert not problems
    assert settings is not None
    assert (settings.sender.name, settings.digest.title) == (name, "Lantern")
    assert "`title` in [digest] is not right: nothing of it can be seen" in said(
        SETTINGS, {"DIGEST_DIGEST__TITLE": "\u200b\u200f"}
    )


@pytest.mark.parametrize("written", ['["172.18.0.0/16", "10.0.0.7"]', None])
def test_trusted_proxies_are_addresses_or_networks_also_from_the_environment(written: str | None) -> None:
    text = SETTINGS + (f"\n[web]\ntrusted_proxies = {written}\n" if written else "")
    environment = {} if written else {"DIGEST_WEB__TRUSTED_PROXIES": "172.18.0.0/16, 10.0.0.7"}
    settings, problems = read_settings(text, environment)
    assert problems == []
    assert settings is not None
    assert [str(network) for network in settings.web.trusted_proxies] == ["172.18.0.0/16", "10.0.0.7/32"]


@pytest.mark.parametrize("wrong", ['["everybody"]', '["172.18.0.1/16"]', "[7]", "[true]"])
def test_what_is_no_network_is_no_trusted_proxy(wrong: str) -> None:
    settings, problems = read_settings(SETTINGS + f"\n[web]\ntrusted_proxies = {wrong}\n", {})
    assert settings is None
    assert "172.18.0.0/16, or 127.0.0.1" in str(problems)


WRONG = {
    "a negative number": "-5",
    "a large number": "1000000000",
    "a larger number": f'"{"9" * 5_000}"',
    "a fraction": "1.5",
    "no number": "nan",
    "yes": "true",
    "a day": "2026-11-27",
    "nothing": '""',
    "a sign": '"€"',
    "a bell": '"a\\u0007b"',
    "a long text": f'"{"x" * 6_000}"',
    "a list": "[]",
    "a list of wrong things": '["€", -1, [1], "a\\u0007b"]',
    "a long list": str(["x.example"] * 600),
    "a table": '{"€" = -1}',
}
KEYS = [
    (section, key)
    for section, model in Settings.model_fields.items()
    if isinstance(model.annotation, type) and issubclass(model.annotation, Section)
    for key in model.annotation.model_fields
]


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_no_value_of_any_key_is_refused_in_the_words_of_a_library(section: str, key: str) -> None:
    for name, value in WRONG.items():
        problems = read_settings(f"[{section}]\n{key} = {value}\n", {})[1]
        for problem in (one for one in problems if f"`{key}` in [{section}]" in one.what):
            for words in (" should ", "pattern", "valid ", "unable", "None", "$"):
                assert words not in f"{problem.what}; {problem.remedy}", (name, str(problem))
            assert "see the comment" not in problem.remedy, (name, str(problem))


@pytest.mark.parametrize(
    ("section", "written", "faults"),
    [
        (
            "web",
            'trusted_proxies = ["10.0.0.0/33", "10.0.0.0/8", "proxy.local"]',
            ["entry 1 of `trusted_proxies` in [web] is not right", "entry 3 of `trusted_proxies` in [web] is not"],
        ),
        ("articles", 'mirrors = {"https://x.example/" = "y"}', ["entry `https://x.example/` of `mirrors` in [arti"]),
        ("articles", 'mirrors = {"x.example" = 7}', ["entry `x.example` of `mirrors` in [articles] must be text"]),
        ("articles", "hosts = [7]", ["entry 1 of `hosts` in [articles] must be text"]),
        (
            "articles",
            'hosts = ["https://127.0.0.1", "www.example.org", "b..c", ".org", "xn--a", "example.org."]',
            [
                f"entry {number} of `hosts` in [articles] is not right: this is no host name"
                for number in (1, 3, 4, 5, 6)
            ],
        ),
        (
            "articles",
            'mirrors = {"x.example" = "xn--a"}',
            ["entry `x.example` of `mirrors` in [articles] is not right"],
        ),
        ("articles", 'mirrors = {".example" = "a.org"}', ["entry `.example` of `mirrors` in [articles] is not right"]),
        (
            "web",
            'origins = ["https://a..example", "https://xn--a.org", "https://example.org"]',
            ["entry 1 of `origins` in [web] is not right", "entry 2 of `origins` in [web] is not right"],
        ),
        ("web", 'host = "a..b"', ["`host` in [web] is not right: this is no address or name of this computer"]),
        ("sendgrid", 'host = "https://a..b"', ["`host` in [sendgrid] is not right: `a..b` can be no host name"]),
    ],
)
def test_a_list_or_table_of_the_file_names_the_entry_that_is_wrong(
    section: str, written: str, faults: list[str]
) -> None:
    problems = read_settings(f"{SETTINGS}[{section}]\n{written}\n", {})[1]
    for problem, fault in zip(problems, faults, strict=True):
        assert problem.what.startswith(fault)


ARTICLES = f"{SETTINGS}[articles]\noldest_days = 90\n\n"
FEED = '[[articles.sources]]\nkind = "rss"\nurl = "https://example.org/feed"\n'


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        (
            'kind = "blog"\nurl = "https://a.example"',
            2,
            '`kind` in table 2 of [[articles.sources]] must be "rss", "atom"',
        ),
        ('kind = "rss"', 1, "`url` in table 2 of [[articles.sources]] is missing; add it"),
        ('kind = "rss"\nurl = "a.example"', 3, "`url` in table 2 of [[articles.sources]] is not right: "),
        (
            'kind = "rss"\nurl = "https://a.example"\nlink = 1',
            4,
            "unknown key `link` in table 2 of [[articles.sources]]; ",
        ),
        ('kind = "rss"\nurl = "https://a.example"\npage = ""', 4, "did you mean `pages`?"),
        ('kind = "ghost"\nurl = "https://a.example"', 1, "ghost wants a key; write the name of the file that holds it"),
        ('kind = "rss"\nurl = "https://a.example"\nkey_file = "x"', 1, "rss has no key; delete `key_file`"),
    ],
)
def test_a_table_of_a_list_names_its_fault_and_the_line(written: str, line: int, words: str) -> None:
    text = f"{ARTICLES}{FEED}\n[[articles.sources]]\n{written}\n\n[web]\nport = 8401\n"
    settings, (problem,) = read_settings(text, {})
    assert settings is None
    assert words in f"{problem.what}; {problem.remedy}"
    assert problem.mark == Mark(f"{ARTICLES}{FEED}\n".count("\n") + line, 1)


@pytest.mark.parametrize(
    ("selector", "fault"),
    [
        ("h1..title", "this is no CSS selector of elements, from character 4 on"),
        ("h1[", "this is no CSS selector"),
        ("h1 >", "this is no CSS selector"),
        ("//h1[@class='a']", "this is no CSS selector"),
        ("p:nonsense(2)", "this is no CSS selector"),
        ("h1::text", "this is no CSS selector of elements"),
        ("(" * 3_000, "has more than 300 characters"),
    ],
)
@pytest.mark.parametrize("key", ["headline", "byline", "picture", "alt", "credit", "summary", "text", "date"])
def test_a_selector_that_is_none_is_one_clear_error(selector: str, fault: str, key: str) -> None:
    text = f'{ARTICLES}[[articles.rules]]\nhost = "lantern.example"\n{key} = "{selector}"\n'
    settings, (problem,) = read_settings(text, {})
    assert settings is None
    assert problem.what.startswith(f"`{key}` in table 1 of [[articles.rules]] ")
    assert fault in problem.what
    assert problem.mark == Mark(text.count("\n"), 1)
    assert "such as `h1.headline`" in problem.remedy or "shorten it" in problem.remedy


def test_a_rule_holds_selectors_and_stop_lines() -> None:
    rule = (
        '[[articles.rules]]\nhost = "Www.Lantern.example"\nheadline = "h1.a > b, meta[name=x]"\nstop = ["Read also:"]\n'
    )
    settings, problems = read_settings(ARTICLES + rule, {})
    assert problems == []
    assert settings is not None
    (read,) = settings.articles.rules
    assert (read.host, read.headline, read.stop) == ("www.lantern.example", "h1.a > b, meta[name=x]", ("Read also:",))


def test_sources_are_read_in_their_order_and_what_stands_behind_them_too() -> None:
    ghost = '[[articles.sources]]\nkind = "ghost"\nurl = "https://b.example"\nkey_file = "data/keys/ghost"\n'
    settings, problems = read_settings(f"{ARTICLES}{FEED}{ghost}[web]\nport = 8401\n", {})
    assert problems == []
    assert settings is not None
    assert [(source.kind, source.url, source.key_file) for source in settings.articles.sources] == [
        ("rss", "https://example.org/feed", ""),
        ("ghost", "https://b.example", "data/keys/ghost"),
    ]
    assert settings.web.port == 8401


def test_a_variable_writes_sources_as_the_file_writes_a_list() -> None:
    written = {"DIGEST_ARTICLES__SOURCES": '[{kind = "rss", url = "https://a.example/feed"}]'}
    settings, _ = read_settings(SETTINGS, written)
    assert settings is not None
    assert settings.articles.sources[0].url == "https://a.example/feed"
    wrong = said(SETTINGS, {"DIGEST_ARTICLES__SOURCES": '[{kind = "rss"}]'})
    assert wrong.startswith("DIGEST_ARTICLES__SOURCES:1:1: error: `url` in table 1 of [[articles.sources]] is missing")


def test_hosts_are_kept_as_they_are_asked_for() -> None:
    written = 'hosts = ["Пример.рф", "old_name.example", "127.0.0.1"]\nmirrors = {"Пример.рф" = "A.example"}'
    settings, problems = read_settings(f'{SETTINGS}[articles]\n{written}\n[web]\nhost = "fe80::1%lo"\n', {})
    assert not problems
    assert settings is not None
    assert settings.articles.hosts == ("xn--e1afmkfd.xn--p1ai", "old_name.example", "127.0.0.1")
    assert settings.articles.mirrors == {"xn--e1afmkfd.xn--p1ai": "a.example"}
    assert settings.web.host == "fe80::1%lo"


LINKS = f"{SETTINGS}\n[links]\nparameters = "


def test_parameters_of_links_are_plain_words_which_the_same_edition_has_for_everybody() -> None:
    settings, problems = read_settings(
        f'{LINKS}{{ utm_source = "letter", utm_campaign = "{{edition}}" }}\n[articles]\nown_hosts = ["a.example"]', {}
    )
    assert settings is not None
    assert not problems
    assert settings.links.parameters == {"utm_source": "letter", "utm_campaign": "{edition}"}
    for value in ("{name}", "%email%", "[Unique_name]", "a@example.org", "<b>", "~reader~"):
        assert "it is the same for every reader" in said(f'{LINKS}{{ a = "{value}" }}')
    assert "is no name of a parameter" in said(f'{LINKS}{{ "utm source" = "x" }}')
    assert "is empty" in said(f'{LINKS}{{ utm_source = "" }}')


@pytest.mark.parametrize(
    ("base_url", "more", "is_said"),
    [
        ("http://127.0.0.1:8499", {}, True),
        ("http://localhost", {}, True),
        ("http://127.0.0.1:8400", {}, False),
        ("http://localhost:8499", {"DIGEST_WEB__PORT": "8499"}, False),
        ("http://localhost:8499", {"DIGEST_WEB__HOST": "0.0.0.0"}, False),
        ("https://localhost:8499", {}, False),
        ("https://letter.lantern.example", {"DIGEST_WEB__PORT": "8499"}, False),
    ],
)
def test_letters_that_lead_to_a_port_of_this_computer_at_which_nobody_listens_are_a_warning(
    base_url: str, more: dict[str, str], is_said: bool
) -> None:
    told = said(f"{SETTINGS}[web]\nport = 8400\n", {"DIGEST_DIGEST__BASE_URL": base_url, **more})
    what = ":39:1: warning: `digest serve` listens at port 8400, and letters lead to another one of this computer"
    assert (what in told) is is_said


def test_parameters_that_no_page_would_have_are_a_warning() -> None:
    written = f'{LINKS}{{ utm_source = "letter" }}'
    assert "40:1: warning: the parameters go behind no article" in said(written)
    assert not said(f'{written}\n[articles]\nown_hosts = ["a.example"]')
    assert "go behind no article" in said(
        f'{written}\n[[articles.sources]]\nkind = "rss"\nurl = "https://a.example/feed"'
    )

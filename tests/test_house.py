"""The house stays as its plan says: short files, documented modules, imports that run downhill, ways without a return."""

import ast
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from itertools import combinations
from pathlib import Path
from types import FrameType
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

from digest.app.container import Newsroom
from digest.delivery.statuses import Status
from digest.settings.appeal import FREQUENCIES
from subscribers.policy.model import SuppressionReason
from tests.standins.command_line import run
from tests.standins.forms import join
from tests.standins.sample import EDITION, NOW

ROOT = Path(__file__).parents[1]
MODULES = sorted([*ROOT.glob("digest/**/*.py"), *ROOT.glob("subscribers/**/*.py")])


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_each_file_is_short_and_says_what_it_is_for(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    if file.name == "__init__.py":
        assert len(tree.body) == 1, "a package's __init__ holds a docstring only"
    assert file.name not in ("utils.py", "helpers.py", "misc.py", "common.py")


def test_text_from_outside_is_cleaned_by_one_rule() -> None:
    """`str.isprintable` is false for all that shapes words; the rule stands in `characters.py`."""
    assert not [file for file in MODULES if "isprintable" in file.read_text(encoding="utf-8")]


def test_only_one_place_of_the_tests_starts_an_event_loop() -> None:
    """A test that starts one itself fails where a test with a browser ran before it in the same process."""
    tests = [file for file in ROOT.glob("tests/**/*.py") if file.name not in ("loop.py", Path(__file__).name)]
    starts = re.compile(r"asyncio\.(run|Runner)\b|run_until_complete|anyio\.run\b")
    assert not [file for file in tests if starts.search(file.read_text(encoding="utf-8"))]


OLD_WORDS = {
    "helm": "edition_state",
    "steer": "transition",
    "office": "SchedulerContext",
    "diary": "schedule_state",
    "ticking": "SchedulerRunner",
    "trouble": "fault, or problem",
    "gate": "readiness",
    "taste": "preferences",
    "wishes": "preferences",
    "postbox": "MailQueue",
    "aloft": "in_flight",
    "landed": "completed",
    "crew": "WorkerPool",
    "conclusion": "BatchDecision",
    "said": "ManualDecision",
    "nowhere": "NullTransport",
    "road": "Transport",
    "doorkeeper": "RequestLogMiddleware",
    "bearer": "TokenHolder",
    "dossier": "data_export",
    "book": "consent_log",
    "disclose": "access_log",
    "wordings": "consent_texts",
    "enrol": "signup",
    "joining": "signup",
    "leaving": "unsubscribe",
    "preferring": "preferences",
    "rekey": "key_rotation",
    "transfer": "import_export",
    "defence": "signup_guard",
    "puzzle": "captcha",
    "roster": "subscribers_gateway",
    "happen": "apply_event",
    "whose": "find_by_public_id",
    "note": "record, or add_problem",
}
"""Words of an earlier vocabulary, each with what is said today (docs/words.md)."""
MEANT = {
    "Note": "the editor's note, as the picks file calls it",
    "EditorsNote": "the block with it",
    "editors_note": "makes that block",
    "note": "the file of that block, named as its template",
    "SetNote": "changes it in the picks file",
    "with_note_word": "writes that",
    "LeavingReason": "why a reader says they leave, which the form asks",
    "count_leaving_reason": "counts it",
}
"""Names in which such a word says what it says everywhere, each with why."""


def names_in(file: Path) -> set[str]:
    """Return the name of a module and of every class and function in it."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    defined = {node.name for node in nodes if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)}
    return defined | {file.stem}


def test_no_name_goes_back_to_an_old_word() -> None:
    names = {name for file in MODULES for name in names_in(file)} - MEANT.keys()
    words = {name: {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)} for name in names}
    assert {name: OLD_WORDS[word] for name in names for word in words[name] & OLD_WORDS.keys()} == {}


def test_the_glossary_lists_the_values_that_the_code_has() -> None:
    lines = (ROOT / "docs/words.md").read_text(encoding="utf-8").splitlines()
    meanings = {cells[1].strip(): cells[2] for cells in (line.split("|") for line in lines) if len(cells) > 2}

    def listed(word: str, after: str, separator: str) -> list[str]:
        return meanings[word].partition(after)[2].strip().split(separator)

    assert listed("delivery", "status ", ", ") == [status.value for status in Status]
    assert listed("suppression", "reason ", " / ") == [reason.value for reason in SuppressionReason]
    assert listed("appeal", "with frequencies ", " / ") == list(FREQUENCIES)


CONFIGURATION = read_configuration(str(ROOT / "pyproject.toml"))
KINDS: dict[str, Any] = {
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
    "protected": ProtectedContract,
}
CONTRACTS = {options["name"]: options for options in CONFIGURATION["contracts_options"]}

DOWNHILL = "Imports run downhill: commands, composition, edges, services, ports, pure parts"
COMMANDS = "Commands call services; the edges are the composition's to open"
PORTS_ONLY = "Services touch the world through ports only"
EDGES = "Edges serve the ports and know no service and no settings"
PURE = "Pure parts import no I/O, no clock, no randomness, no logging, no settings"
SETTINGS_KNOW = "Settings know the calendar, the rules of addresses and problems, nothing else of the digest"
SETTINGS = "Only the composition reads settings"
UNKNOWING = "Subscribers never import the digest"
DOOR = "Only the composition, the gateway and the commands know subscribers"
STRANGERS = "Transports do not know one another"
WITHIN = "Within subscribers: pages, services, storage, policy"
READERS = "What readers do, one service does not know another; retention, replay and the forms stand above"
POLICY = "The policy of subscribers imports no I/O, no clock, no randomness"

PLANTED = [
    (DOWNHILL, "digest.edition.checks", "digest.fetching.pages"),
    (DOWNHILL, "digest.mailing.mail_queue", "digest.sending.send"),
    (DOWNHILL, "digest.editing.build", "digest.sending.send"),
    (DOWNHILL, "digest.delivery.retry", "digest.letter.letter"),
    (DOWNHILL, "digest.app.container", "digest.cli.main"),
    (DOWNHILL, "digest.nowhere", ""),  # a new package without a place
    (PORTS_ONLY, "digest.sending.send", "sqlalchemy"),
    (PORTS_ONLY, "digest.sending.new", "httpx"),
    (PORTS_ONLY, "digest.editing.new", "os"),
    (COMMANDS, "digest.cli.new", "digest.transports.outbox"),
    (COMMANDS, "digest.cli.sending", "httpx"),
    (COMMANDS, "digest.cli.editions", "digest.storage.build_folder"),
    (COMMANDS, "digest.cli.privacy", "subscribers.storage.consent_log"),
    (COMMANDS, "digest.cli.new", "digest.subscribers_gateway"),
    (COMMANDS, "digest.cli.terminal", "sqlalchemy"),
    (COMMANDS, "digest.cli.new", "digest.settings.model"),
    (PORTS_ONLY, "digest.scheduling.scheduler", "digest.settings.model"),
    (EDGES, "digest.transports.outbox", "digest.sending.send"),
    (EDGES, "digest.storage.new", "digest.settings.model"),
    (EDGES, "digest.web.app", "digest.editing.build"),
    (PURE, "digest.letter.view", "secrets"),
    (PURE, "digest.archive.feeds", "uuid"),
    (PURE, "digest.calendar.new", "time"),
    (PURE, "digest.delivery.retry", "random"),
    (PURE, "digest.delivery.new", "uuid"),
    (PORTS_ONLY, "digest.mailing.alerts", "smtplib"),
    (PURE, "digest.mime.message", "digest.settings.model"),
    (SETTINGS_KNOW, "digest.settings.read", "digest.letter.view"),
    (SETTINGS_KNOW, "digest.settings.new", "digest.delivery.retry"),
    (SETTINGS, "digest.sending.send", "digest.settings.read"),
    (SETTINGS, "digest.fetching.new", "digest.settings.model"),
    (SETTINGS, "digest.cli.new", "digest.settings.read"),
    (UNKNOWING, "subscribers.services.audience", "digest.errors"),
    (UNKNOWING, "subscribers.policy.new", "digest.problem"),
    (DOOR, "digest.storage.delivery_log", "subscribers.storage.store"),
    (DOOR, "digest.storage.new", "subscribers.storage.store"),
    (DOOR, "digest.transports.new", "subscribers.policy.addresses"),
    (STRANGERS, "digest.transports.null", "digest.transports.outbox"),
    (STRANGERS, "digest.transports.new", "digest.transports.sendgrid.client"),
    (STRANGERS, "digest.transports.sendgrid.client", "digest.transports.outbox"),
    (WITHIN, "subscribers.storage.store", "subscribers.services.signup"),
    (WITHIN, "subscribers.services.new", "subscribers.web.api"),
    (WITHIN, "subscribers.nowhere", ""),
    (READERS, "subscribers.services.erase", "subscribers.services.unsubscribe"),
    (READERS, "subscribers.services.suppression", "subscribers.services.signup"),
    (READERS, "subscribers.services.erase", "subscribers.services.staff_access"),
    (READERS, "subscribers.services.nowhere", ""),
    (POLICY, "subscribers.policy.consent", "sqlalchemy"),
    (POLICY, "subscribers.policy.new", "secrets"),
]
"""An import that each contract must catch; a module that is not there is a new file, under the contracts at once."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Read the imports of the whole house, once."""
    return grimp.build_graph("digest", "subscribers", include_external_packages=True, cache_dir=None)


def kept(name: str, graph: grimp.ImportGraph) -> bool:
    """Return whether a contract is kept."""
    options = CONTRACTS[name]
    contract = KINDS[options["type"]](name, CONFIGURATION["session_options"], options)
    return bool(contract.check(deepcopy(graph), verbose=False).kept)


def test_every_contract_has_an_import_planted_against_it_and_is_kept_without(graph: grimp.ImportGraph) -> None:
    assert {name for name, *_ in PLANTED} == set(CONTRACTS)
    assert [name for name in CONTRACTS if not kept(name, graph)] == []


@pytest.mark.parametrize(("contract", "importer", "imported"), PLANTED)
def test_an_import_that_the_plan_forbids_is_caught(
    graph: grimp.ImportGraph, contract: str, importer: str, imported: str
) -> None:
    planted = deepcopy(graph)
    planted.add_module(importer)
    if imported:
        assert imported in planted.modules or "." not in imported, "a planted import is of something that is there"
        planted.add_module(imported, is_squashed="." not in imported)
        planted.add_import(importer=importer, imported=imported)
    assert not kept(contract, planted)


PURE_PARTS = ("calendar", "edition", "articles", "letter", "delivery", "mime", "archive")
ASKING = {"now", "today", "utcnow"}
TOUCHING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "urlopen", "iterdir"}
READS_TEMPLATES = {"digest/letter/reader_pages.py": {"read_text"}, "digest/letter/language.py": {"open"}}
"""Beside Jinja, which reads the templates: the pages' style, and the catalogues of fixed words."""


def impure(source: str) -> set[str]:
    """Return the calls in `source` that ask the clock or touch a file or the network, and what is imported for that."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            found |= {name} & (TOUCHING | (ASKING if isinstance(called, ast.Attribute) else set()))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
            found |= {name for name in names if name == "urllib.request"}
    return found


@pytest.mark.parametrize(
    "file",
    [file for file in MODULES if file.parts[-2] == "policy" or set(PURE_PARTS) & set(file.relative_to(ROOT).parts)],
    ids=lambda file: str(file.relative_to(ROOT)),
)
def test_pure_parts_are_told_what_time_it_is_and_open_no_file(file: Path) -> None:
    may = READS_TEMPLATES.get(str(file.relative_to(ROOT)), set())
    assert impure(file.read_text(encoding="utf-8")) == may


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "open('/etc/passwd')",
        "Path('x').read_text()",
        "file.write_bytes(b'')",
        "import urllib.request",
        "from urllib.request import build_opener",
    ],
)
def test_a_call_that_a_pure_part_must_not_make_is_seen(line: str) -> None:
    assert len(impure(line)) == 1
    assert impure("from urllib.parse import urlsplit; reopen(1); now = told") == set()


WALKS = {
    "one edition, from the command to the folder of letters": [
        "digest.cli.sending",
        "digest.app.services",
        "digest.sending.send",
        "digest.sending.batch_loop",
        "digest.editing.readiness",
        "digest.editing.check",
        "digest.editing.build",
        "digest.letter.letter",
        "digest.letter.view",
        "digest.delivery.parts",
    ],
    "one address, from the list to the transport": [
        "digest.app.container",
        "digest.transports.outbox",
        "digest.subscribers_gateway.gateway",
        "subscribers.services.audience",
        "subscribers.storage.store",
        "subscribers.policy.addresses",
    ],
}
"""The modules that do the work, from the top to the bottom of the house."""


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS)
def test_a_walk_through_the_house_is_short_and_nobody_looks_back(graph: grimp.ImportGraph, walk: list[str]) -> None:
    assert len(walk) <= 10
    for above, below in combinations(walk, 2):
        assert graph.find_shortest_chain(importer=below, imported=above) is None, (above, below)


@contextmanager
def calls() -> Iterator[set[str]]:
    """Collect the modules of the house in which something is called, in whatever thread."""
    seen: set[str] = set()

    def look(frame: FrameType, what: str, _: object) -> None:
        if what == "call":
            seen.add(frame.f_globals.get("__name__", ""))

    before = sys.getprofile()
    threading.setprofile(look)
    sys.setprofile(look)
    try:
        yield seen
    finally:
        sys.setprofile(before)
        threading.setprofile(None)


def test_the_walks_are_those_that_a_send_really_takes(folder: Path) -> None:
    with Newsroom(folder, {}) as newsroom:
        join(newsroom.store, "anna@example.org", NOW)
    with calls() as seen:
        assert run(folder, "send", EDITION).returncode == 0
    assert {module for walk in WALKS.values() for module in walk} <= seen

"""docs/openapi.yaml against a running server.

Schemathesis fuzzes the API and the forms, with made-up tokens and with real ones.
"""

import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from starlette.routing import Match, Route

from digest.app.container import Newsroom
from digest.app.inbox import inbox_tokens
from digest.app.web import application
from digest.editing.link_inbox import new_token
from subscribers.policy.tokens import Purpose, make
from subscribers.storage import consent_log
from subscribers.storage.sessions import grant_link, open_session
from subscribers.web.csrf import session_token
from tests.conftest import Tell
from tests.standins.command_line import plain_environment
from tests.standins.forms import ask, join
from tests.standins.sample import NOW
from tests.standins.serving import serving

DOCUMENT = Path(__file__).parents[2] / "docs/openapi.yaml"
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method"
)


def fuzz(document: dict[str, Any], url: str, place: Path, seed: int, *headers: str) -> int:
    """Run schemathesis; return how many cases passed."""
    file = place / "openapi.yaml"
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "schemathesis.cli",
        "run",
        str(file),
        "--url",
        url,
        "--checks",
        CHECKS,
        "--no-color",
    ]
    command += [
        "--max-examples",
        "20",
        "--seed",
        str(seed),
        *(part for header in headers for part in ("--header", header)),
    ]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"([\d,]+) generated, ([\d,]+) passed", done.stdout)
    assert found, done.stdout
    assert found[1] == found[2]
    return int(found[2].replace(",", ""))


def real(document: dict[str, Any], folder: Path) -> tuple[dict[str, Any], tuple[str, str]]:
    """Put tokens into the document that open something; return it with the headers of a session and of the inbox."""
    with Newsroom(folder, plain_environment()) as newsroom:
        store, now = newsroom.store, datetime.now(UTC)
        number = join(store, "anna@example.org", NOW)
        letter = make(store.keyring, Purpose.LETTER, bytes.fromhex(store.get(number)[0].id))
        _, mail = ask(store, "dora@example.org", now)
        for token in ("link-of-anna", "entry-of-anna"):
            with store.engine.begin() as connection:
                grant_link(connection, number, token, now)
        session = open_session(store, "entry-of-anna", now)
        assert session
        schemas = document["components"]
        schemas["parameters"]["Token"]["schema"] = {
            "type": "string",
            "enum": [letter, mail.tokens[0], "link-of-anna"],
        }
        form = document["paths"]["/preferences"]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"][
            "schema"
        ]
        form["properties"]["form"] = {"type": "string", "const": session_token(store.keyring, session)}
        form["required"] = ["form", "language", "appeals"]
        token = new_token(inbox_tokens(newsroom), "cms", newsroom.clock)
    return document, (f"Cookie: session={session}", f"Authorization: Bearer {token}")


def with_form_of(document: dict[str, Any], url: str) -> dict[str, Any]:
    """Put the token of a server's own form into the document: it is bound to the page and the words beside its box."""
    token = httpx.get(f"{url}/api/subscriptions").json()["form"]
    for name in ("SignupForm", "SignupFormPage"):
        document["components"]["schemas"][name]["properties"]["form"] = {"type": "string", "const": token}
    return document


@pytest.mark.slow
def test_the_server_keeps_to_its_document(folder: Path, tmp_path: Path, tell: Tell) -> None:
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    with_no_door = document | {"paths": {path: of for path, of in document["paths"].items() if path != "/inbox"}}
    with serving(folder) as served:  # where nobody has a token of the inbox, it is a page like all that are none
        made_up = fuzz(with_no_door, served.url, tmp_path, tell.seed)
    known, headers = real(document, folder)
    with serving(folder) as served:
        known = with_form_of(known, served.url)
        time.sleep(2)  # a form that comes back at once is shown again
        genuine = fuzz(known, served.url, tmp_path, tell.seed, *headers)
    tell(cases_with_made_up_tokens=made_up, cases_with_real_tokens=genuine)
    assert " 500 " not in served.said
    assert "POST api subscribe 202" in served.said
    assert "POST save preferences 200" in served.said
    assert re.search(r"POST inbox (204|400)", served.said)
    with Newsroom(folder, {}) as newsroom, newsroom.store.reading.connect() as connection:
        assert consent_log.audit(connection, newsroom.store.keyring).faults == ()


def test_every_documented_path_is_answered(newsroom: Newsroom) -> None:
    routes = [route for route in application(newsroom).routes if isinstance(route, Route)]
    documented = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    assert documented
    for path, operations in documented.items():
        for method in operations.keys() & {"get", "post", "options"}:
            scope = {"type": "http", "path": path.replace("{token}", "x"), "method": method.upper()}
            assert any(route.matches(scope)[0] is Match.FULL for route in routes), (method, path)

"""What `digest serve` says: of a webhook where there is an ESP that tells of events, of the desk where it is on."""

from pathlib import Path

import pytest

from digest.app.web import application, missing_webhook, where_to_look
from tests.standins.client import Client
from tests.standins.newsroom import SampleNewsroom


@pytest.mark.parametrize(
    ("transport", "key", "is_told"),
    [("outbox", "", False), ("null", "", False), ("sendgrid", "", True), ("sendgrid", "MFkwEwYH", False)],
)
def test_only_with_sendgrid_a_missing_key_of_its_webhook_is_told(
    folder: Path, transport: str, key: str, is_told: bool
) -> None:
    environment = {"DIGEST_DELIVERY__TRANSPORT": transport, "DIGEST_SENDGRID__WEBHOOK_PUBLIC_KEY": key}
    with SampleNewsroom(folder, environment) as newsroom:
        assert ("webhook_public_key" in missing_webhook(newsroom)) is is_told


@pytest.mark.parametrize(
    ("enabled", "told"), [("true", "; the desk: https://letter.lantern.example/desk"), ("false", "")]
)
def test_whoever_starts_the_server_is_told_where_the_desk_is(folder: Path, enabled: str, told: str) -> None:
    environment = {"DIGEST_DESK__ENABLED": enabled, "DIGEST_DIGEST__BASE_URL": "https://letter.lantern.example"}
    with SampleNewsroom(folder, environment) as newsroom:
        assert where_to_look(newsroom) == f"listening on http://127.0.0.1:8400{told}"


def test_an_address_of_the_desk_where_nothing_is_speaks_to_editors_and_leads_to_the_desk(folder: Path) -> None:
    for enabled, is_of_the_desk in (("true", True), ("false", False)):
        with SampleNewsroom(folder, {"DIGEST_DESK__ENABLED": enabled}) as newsroom:
            client = Client(application(newsroom))
            answer = client.get("/desk/nothing")
            assert answer.status_code == 404
            assert ('<a href="/desk">Go to the desk</a>' in answer.text) is is_of_the_desk
            assert ("from the email again" in answer.text) is not is_of_the_desk
            assert "from the email again" in client.get("/deskless").text

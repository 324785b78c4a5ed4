"""What `digest serve` says: of a webhook where there is an ESP that tells of events, of the desk where it is on."""

from pathlib import Path

import pytest

from digest.app.web import missing_webhook, where_to_look
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

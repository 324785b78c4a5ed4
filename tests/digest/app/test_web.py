"""What `digest serve` says of a webhook: only where there is an ESP that tells of events."""

from pathlib import Path

import pytest

from digest.app.web import missing_webhook
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

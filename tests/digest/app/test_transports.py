"""The transport a newsroom gets is the one its settings name, and each has its room."""

import pkgutil
from pathlib import Path
from typing import get_args

import pytest

import digest.transports
from digest.app.container import Newsroom
from digest.errors import DigestError
from digest.settings.model import Settings
from tests.standins.sample import NOW


def names_in_the_settings() -> set[str]:
    """Return the values that `transport` in [delivery] may have."""
    delivery = Settings.model_fields["delivery"].annotation
    assert delivery is not None
    return set(get_args(delivery.model_fields["transport"].annotation))


def test_every_name_in_the_settings_is_a_room_and_every_room_a_name() -> None:
    rooms = {module.name for module in pkgutil.iter_modules(digest.transports.__path__)}
    assert names_in_the_settings() == rooms


@pytest.mark.parametrize("name", sorted(names_in_the_settings()))
def test_the_transport_is_the_one_that_is_named(folder: Path, name: str) -> None:
    with Newsroom(folder, {"DIGEST_DELIVERY__TRANSPORT": name, "SENDGRID_API_KEY": "SG.x"}) as newsroom:
        made = type(newsroom.transport(NOW)).__module__
    assert made.startswith(f"digest.transports.{name}"), f"[delivery] transport = {name!r} makes what is in {made}"


def test_a_transport_without_its_secret_is_not_made(folder: Path) -> None:
    with (
        Newsroom(folder, {"DIGEST_DELIVERY__TRANSPORT": "sendgrid"}) as newsroom,
        pytest.raises(DigestError, match="SENDGRID_API_KEY"),
    ):
        newsroom.transport(NOW)

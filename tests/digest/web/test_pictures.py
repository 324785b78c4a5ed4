"""Copies of pictures on the web: kept for ever by whoever loads them, and nothing else of the folder."""

from pathlib import Path

import pytest

from digest.web.app import make_app
from digest.web.pictures import pictures
from tests.standins.client import Client

NAME = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def client(tmp_path: Path) -> Client:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / f"{NAME}.jpg").write_bytes(b"a photograph")
    (folder / f"{NAME}.png").write_bytes(b"a chart")
    (folder / "notes.txt").write_bytes(b"a secret")
    (tmp_path / f"{NAME}.jpg").write_bytes(b"a secret")
    return Client(make_app([pictures("/pictures", folder)]))


@pytest.mark.parametrize(
    ("kind", "media_type", "body"), [("jpg", "image/jpeg", b"a photograph"), ("png", "image/png", b"a chart")]
)
def test_a_copy_may_be_kept_for_ever(client: Client, kind: str, media_type: str, body: bytes) -> None:
    found = client.get(f"/pictures/{NAME}.{kind}")
    assert (found.status_code, found.headers["content-type"], found.content) == (200, media_type, body)
    assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "set-cookie" not in found.headers
    head = client.request("HEAD", f"/pictures/{NAME}.{kind}")
    assert (head.status_code, head.content) == (200, b"")


def test_the_log_does_not_tell_when_letters_are_opened(tmp_path: Path) -> None:
    lines: list[str] = []
    (tmp_path / f"{NAME}.jpg").write_bytes(b"a photograph")
    client = Client(make_app([pictures("/pictures", tmp_path)], log=lines.append))
    client.get(f"/pictures/{NAME}.jpg")
    client.get("/pictures/none.jpg")
    assert [line.split()[:3] for line in lines] == [["GET", "picture", "404"]]


@pytest.mark.parametrize(
    "path",
    [
        "notes.txt", f"../{NAME}.jpg", f"%2e%2e%2f{NAME}.jpg", f"{NAME}.gif", f"{NAME[:-1]}0.jpg", f"{NAME}.jpg.part", "",
        f".{NAME}.jpg", f"{NAME}.JPG", "%00.jpg", f"{NAME}.jpg%0a",
    ],
)  # fmt: skip
def test_nothing_else_of_the_folder_or_beside_it_is_shown(client: Client, path: str) -> None:
    found = client.get(f"/pictures/{path}")
    assert found.status_code == 404
    assert b"secret" not in found.content
    assert "immutable" not in found.headers.get("cache-control", "")

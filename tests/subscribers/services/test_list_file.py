"""A list is opened whole or not at all, whatever program saved it."""

import io
from pathlib import Path

import pytest

from subscribers.policy.csv_text import NotAList
from subscribers.services.list_file import open_list

TEXT = "address,language,confirmed_at,name\r\ndora@example.org,uk,2025-01-01,Дора Ґ\r\nemil@example.org,en,2025-01-01,Émile\r\n"


def opened(file: Path) -> tuple[list[str], int]:
    with open_list(file) as (lines, rows):
        return list(lines), rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_unicode_text_is_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(TEXT.encode(encoding))
    assert opened(file) == (list(io.StringIO(TEXT, newline="")), 2)


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xfe\xff", "utf-16-be"), (b"\x00\x00\xfe\xff", "utf-32-be")])
def test_also_of_machines_with_the_other_order_of_bytes(tmp_path: Path, mark: bytes, encoding: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(mark + TEXT.encode(encoding))
    assert opened(file)[0] == list(io.StringIO(TEXT, newline=""))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", [TEXT, f"sep=;\r\n{TEXT.replace(',', ';')}", f"Имя,Фамилия,Откуда,{TEXT}", TEXT + "Ж" * 9_000]
)
def test_utf_16_is_known_by_its_letters_where_the_mark_was_lost(tmp_path: Path, encoding: str, text: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(text.encode(encoding))
    assert opened(file)[0] == list(io.StringIO(text, newline=""))


def test_a_few_nul_characters_are_no_other_encoding(tmp_path: Path) -> None:
    file, text = tmp_path / "list.csv", TEXT.replace("language", "lan\0guage")
    file.write_bytes(text.encode())
    assert opened(file)[0] == list(io.StringIO(text, newline=""))


def test_utf_16_that_ends_in_the_middle_is_said_to_be_that(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(TEXT.encode("utf-16-le")[:-1])
    with pytest.raises(NotAList, match="line 3: what stands here is no UTF-16 text; save the list as"):
        opened(file)


@pytest.mark.parametrize("before", [0, 1, 70_000])
@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "koi8-r"])
def test_any_other_encoding_is_named_by_its_first_place_before_a_row_is_read(
    tmp_path: Path, encoding: str, before: int
) -> None:
    file = tmp_path / "list.csv"
    name = "Émile" if encoding == "cp1252" else "Дора"
    rows = "r@example.org,en,2025-01-01,Дора\n".encode() * before
    file.write_bytes(
        b"address,language,confirmed_at,name\n" + rows + b"e@example.org,en,2025-01-01," + name.encode(encoding)
    )
    with pytest.raises(NotAList) as refused:
        opened(file)
    (fault,) = refused.value.faults
    assert (fault.line, fault.column) == (before + 2, 29)
    assert fault.reason.startswith('what stands here is no UTF-8 text; save the list as "CSV UTF-8"')


def test_a_line_longer_than_a_block_keeps_count_of_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(b"x\n" + b"y" * 3_000_000 + b"\xff")
    with pytest.raises(NotAList) as refused:
        opened(file)
    (fault,) = refused.value.faults
    assert (fault.line, fault.column) == (2, 3_000_001)


@pytest.mark.parametrize("content", [TEXT.encode("utf-16")[:-1], b"PK\x03\x04\xff\xfe", b"\x1f\x8b\x08"])
def test_half_a_text_and_what_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    with pytest.raises(NotAList):
        opened(file)


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "list.csv").touch()
    assert opened(tmp_path / "list.csv") == ([], 0)


def test_a_file_that_is_not_there_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        opened(tmp_path / "list.csv")

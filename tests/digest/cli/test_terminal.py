"""What commands print reads well in a narrow terminal."""

from digest.cli.terminal import hanging


def test_a_finding_goes_on_below_its_text_and_breaks_no_command() -> None:
    path = "/srv/newsroom/" + "deep/" * 12 + "readers.json"
    lines = hanging("TROUBLE", f"journal: it is missing; run `digest journal new`, having looked into {path} first", 60)
    first, *rest = lines.split("\n")
    assert first.startswith("TROUBLE  journal: ")
    assert all(line.startswith(" " * 9) for line in rest)
    assert [line.strip() for line in rest if len(line) > 60] == [path]

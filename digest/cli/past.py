"""Prints the counts of past editions, as `digest status --last` shows them: those of the desk's page."""

from typing import TYPE_CHECKING

from digest.cli.terminal import print_json, report_as_dict, say

if TYPE_CHECKING:
    from digest.app.container import Newsroom
    from digest.delivery.past_edition import PastEdition


def print_past(newsroom: "Newsroom", last: int, as_json: bool) -> None:
    """Print the counts of the `last` letters that began to go out, the newest first."""
    from digest.app.past_editions import past_editions_of

    found = past_editions_of(newsroom).latest(last)
    if as_json:
        print_json([_as_dict(one) for one in found])
        return
    for one in found:
        say(_line(one))
    if not found:
        say("No edition has gone out yet.")


def _as_dict(one: "PastEdition") -> dict[str, object]:
    return {**report_as_dict(one.report), "list_size": one.listed, "left": one.left, "subject": one.subject}


def _line(one: "PastEdition") -> str:
    from digest.delivery.counts import summary_line

    return f"{summary_line(one.report)}, list size {one.listed:,}, left {one.left:,}; {one.standing.stage}"

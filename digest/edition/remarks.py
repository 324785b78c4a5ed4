"""What was understood of a picks file though it is written in another way than usual: each thing told once. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from digest.counted import counted
from digest.problem import Mark, Problem, Severity

REMEDY = "nothing to do if that is what you mean; `digest fmt` tidies the file"
FURTHER = "nothing to do either"
"""The remedy of all remarks but the first: whoever has read it once knows."""


@dataclass(slots=True)
class Remarks:
    """Collects them; what is true of several lines is one remark with all of these."""

    _marks: dict[str, list[Mark]] = field(default_factory=dict)

    def add(self, mark: Mark, what: str) -> None:
        """Tell `what` was understood at a place."""
        self._marks.setdefault(what, []).append(mark)

    def problems(self, file: str, remedy: str = REMEDY) -> Iterator[Problem]:
        """Yield a warning for each thing that was understood, at the first place, from top to bottom."""
        for what, marks in sorted(self._marks.items(), key=lambda remark: min(remark[1])):
            at_desk = remedy.partition(";")[0]
            yield Problem(file, min(marks), what + also_on(marks), remedy, Severity.WARNING, at_desk=at_desk)
            remedy = FURTHER


def also_on(marks: Collection[Mark]) -> str:
    """Return in words on which further lines is what is told at the first of its places; empty for none."""
    more = sorted({mark.line for mark in marks} - {min(marks).line})
    lines = ", ".join(map(str, more))
    return f" (also on {counted(len(more), 'line').partition(' ')[2]} {lines})" if more else ""

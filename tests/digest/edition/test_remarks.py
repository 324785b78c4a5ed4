"""What was understood is told once a kind, from top to bottom, and what to do about it once."""

from digest.edition.remarks import Remarks
from digest.problem import Mark


def test_the_first_remark_alone_says_what_to_do_and_later_lines_are_named_with_it() -> None:
    remarks = Remarks()
    remarks.add(Mark(7, 3), "tabs were read as spaces")
    remarks.add(Mark(2, 1), "`*` was read as a dash")
    remarks.add(Mark(9, 3), "tabs were read as spaces")
    remarks.add(Mark(9, 8), "tabs were read as spaces")
    assert [str(problem) for problem in remarks.problems("x.yaml")] == [
        "x.yaml:2:1: warning: `*` was read as a dash; nothing to do if that is what you mean; `digest fmt` tidies the "
        "file",
        "x.yaml:7:3: warning: tabs were read as spaces (also on line 9); nothing to do either",
    ]

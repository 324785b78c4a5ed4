"""Problems: written so that editors can jump to them, in the order in which a file is read."""

from digest.problem import START, Mark, Problem, Severity, did_you_mean, excerpt, in_order, stop_the_letter


def problem(file: str = "a.yaml", mark: Mark = START, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(file, mark, "a thing is wrong", "mend it", severity)


def test_a_problem_is_one_line_with_place_severity_fault_and_remedy() -> None:
    assert str(problem(mark=Mark(3, 7))) == "a.yaml:3:7: error: a thing is wrong; mend it"
    assert str(problem(severity=Severity.WARNING)) == "a.yaml:1:1: warning: a thing is wrong; mend it"


def test_problems_stand_by_file_then_from_top_to_bottom() -> None:
    places = [("b.yaml", Mark(1, 1)), ("a.yaml", Mark(10, 1)), ("a.yaml", Mark(9, 5)), ("a.yaml", Mark(9, 2))]
    found = in_order(problem(file, mark) for file, mark in places)
    assert [(one.file, one.mark) for one in found] == sorted(places)
    assert [one.mark for one in found][:3] == [Mark(9, 2), Mark(9, 5), Mark(10, 1)]


def test_one_error_stops_the_letter_and_any_number_of_warnings_does_not() -> None:
    warnings = [problem(severity=Severity.WARNING)] * 3
    assert not stop_the_letter([])
    assert not stop_the_letter(warnings)
    assert stop_the_letter([*warnings, problem()])


def test_an_unknown_word_is_answered_with_the_nearest_known_one_or_with_all() -> None:
    assert did_you_mean("Subjekt", ["subject", "sections"]) == "did you mean `subject`?"
    assert did_you_mean("SECTIONS", ["subject", "sections"]) == "did you mean `sections`?"
    assert did_you_mean("zzz", ["subject", "sections"]) == "known here: sections, subject"


def test_an_excerpt_shows_the_line_with_a_caret_below_the_place_and_the_line_to_write() -> None:
    assert excerpt('title: "a', Mark(6, 8), 'title: "a"').splitlines() == [
        '     6 | title: "a',
        "       |        ^",
        ' write | title: "a"',
    ]
    assert excerpt("\t見 e\u0301x", Mark(12, 6)).splitlines() == ["    12 | \t見 e\u0301x", "       | \t    ^"]

"""The editor's note is signed, with a portrait where there is one."""

from tests.standins.written import cost, letter_of

NOTE = 'note:\n  text: "Dear readers."\n'
PORTRAIT = "  portrait: https://lantern.example/marta.jpg\n"


def test_the_portrait_stands_beside_the_name_and_says_whom_it_shows() -> None:
    found = letter_of(f'{NOTE}  by: "Marta <K>"\n{PORTRAIT}')
    assert '<img src="https://lantern.example/marta.jpg" alt="Marta &lt;K&gt;" width="56" style="' in found.html
    assert found.html.count("Marta &lt;K&gt;") == 2
    assert "\n— Marta <K>\n" in found.text
    assert "marta.jpg" not in found.text


def test_other_words_for_the_portrait_win() -> None:
    found = letter_of(f'{NOTE}  by: "Marta"\n  alt: "Marta at her desk"\n{PORTRAIT}')
    assert 'alt="Marta at her desk"' in found.html


def test_a_note_without_a_portrait_has_no_picture() -> None:
    found = letter_of(f'{NOTE}  by: "Marta"\n')
    assert 'width="56"' not in found.html
    assert "— Marta</p>" in found.html


def test_a_portrait_is_light() -> None:
    by = '  by: "Marta"\n'
    assert cost(f"{NOTE}{by}{PORTRAIT}") - cost(f"{NOTE}{by}") < 500

"""Templates are compiled once, however many languages they are rendered in."""

from types import CodeType

from jinja2 import DictLoader
from jinja2.bccache import Bucket

from digest.app.paths import program_templates
from digest.letter.environment import CompiledOnce, make_environment

LOCALES = program_templates() / "locales"


class Counting(CompiledOnce):
    """Remembers what was compiled."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: list[CodeType | None] = []

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code, and keep it."""
        self.codes.append(bucket.code)
        super().dump_bytecode(bucket)


def test_a_template_is_compiled_once_and_says_the_words_of_each_language() -> None:
    compiled, loader = Counting(), DictLoader({"footer": "{{ _('Preferences') }}"})
    pages = [make_environment(loader, LOCALES, tag, compiled).get_template("footer").render() for tag in ("en", "uk")]
    assert len(compiled.codes) == 1
    assert pages[0] == "Preferences"
    assert pages[1] != pages[0]


def test_a_template_of_other_words_is_not_taken_for_one_of_the_same_name() -> None:
    compiled = Counting()
    loaders = [DictLoader({"page": words}) for words in ("one", "two")]
    assert [make_environment(loader, LOCALES, "en", compiled).get_template("page").render() for loader in loaders] == [
        "one",
        "two",
    ]

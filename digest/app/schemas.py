"""The JSON Schemas of what people write, and the files of a newsroom in which programs such as VS Code find them."""

import json
from pathlib import Path

from digest.app.first_settings import settings_template
from digest.edition.new_file import SCHEMA_FILE
from digest.edition.schema import edition_schema
from digest.errors import DigestError
from digest.settings.schema import settings_schema
from digest.storage.edition_files import write_whole

_FILES = {"editions": SCHEMA_FILE, "settings": "schema/digest.schema.json"}
"""What there is a schema of, and where it lies; the first line of a new edition, and of a new digest.toml, says so."""


def schema_text(of: str) -> str:
    """Return the schema of `editions` or `settings` as the text of its file."""
    schema = edition_schema() if of == "editions" else settings_schema(settings_template())
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def schema_files() -> dict[str, str]:
    """Return the schemas by their place in a newsroom."""
    return {name: schema_text(of) for of, name in _FILES.items()}


def write_schemas(folder: Path) -> list[str]:
    """Write the schemas of this version into a newsroom; return their places below `folder`. Raises `DigestError`."""
    files = schema_files()
    try:
        (folder / SCHEMA_FILE).parent.mkdir(exist_ok=True)
    except OSError as error:
        raise DigestError(f"{folder / SCHEMA_FILE} cannot be written ({error.strerror})") from None
    for name, text in files.items():
        write_whole(folder / name, text.encode())
    return list(files)

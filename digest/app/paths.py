"""Where things are: the newsroom's folder and what lies in it, the program's own templates and migrations."""

import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from digest.errors import DigestError
from digest.settings.faults import FILE

KEY_FILE = Path("data/keys/readers.json")
DATABASE = Path("data/digest.db")
JOURNAL = Path("data/journal")  # no `.log`, so that no rotation of logs takes it away
WITHDRAWAL_LOG = Path("data/withdrawals.log")  # an earlier version's
OUTBOX = Path("data/outbox")
BUILDS = Path("data/build")
SHOTS = Path("data/shots")
PICTURES = Path("data/pictures")
PICTURE_PATH = "/pictures"  # of the web, below [digest] base_url
PAGE_CACHE = Path("data/pages")
NEWSROOM_VARIABLE = "DIGEST_NEWSROOM"


def program_templates() -> Path:
    """Find the program's own templates: inside the installed package, or beside it in a checkout."""
    package = Path(str(resources.files("digest")))
    installed = package / "templates"
    return installed if installed.exists() else package.parent / "templates"


def find_newsroom(named: Path | None, environment: Mapping[str, str]) -> Path:
    """Find the newsroom folder.

    The one named, else that of the environment, else this folder or the nearest above with a digest.toml.
    """
    given = _given(named, environment)
    if given is not None:
        if given.exists() and not given.is_dir():
            raise DigestError(f"{given} is a file, and a newsroom is a folder; name the folder with its {FILE}")
        if not (given / FILE).exists():
            raise DigestError(f"{given} has no {FILE}; make a newsroom of it with `digest init {given}`")
        return given.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE).exists():
            return folder
    raise DigestError(
        f"there is no {FILE} in {here} or above it; make a newsroom with `digest init DIR`, or name one with "
        "--newsroom DIR"
    )


def new_newsroom_folder(argument: Path | None, option: Path | None, environment: Mapping[str, str]) -> Path:
    """Return where a new newsroom is made: where the command says, else the environment, else this folder.

    Raises `DigestError` when the command's own `argument` and the `option` of all commands name two folders.
    """
    if argument is not None and option is not None and argument.resolve() != option.resolve():
        raise DigestError(f"--newsroom {option} and `init {argument}` name two folders; leave one of them out")
    return argument or _given(option, environment) or Path()


def _given(named: Path | None, environment: Mapping[str, str]) -> Path | None:
    return named or (Path(environment[NEWSROOM_VARIABLE]) if environment.get(NEWSROOM_VARIABLE) else None)


def key_file(folder: Path, named: str) -> Path:
    """Return the file with the keys of readers' addresses: the one `named`, else the one in the newsroom `folder`."""
    return folder / (named or KEY_FILE)


def database_url(folder: Path, named: str) -> str:
    """Return the URL of the database: the one `named`, else SQLite in the newsroom `folder`."""
    return named or f"sqlite:///{folder / DATABASE}"


def database_file(folder: Path, named: str) -> Path | None:
    """Return the file of the database: the one that `named` names, else the one in the newsroom `folder`.

    None for a database that is no file, or for what is no name of a database.
    """
    found = re.fullmatch(r"sqlite(?:\+\w+)?:///([^?]+)(?:\?.*)?", database_url(folder, named))
    return folder / found[1] if found and found[1] != ":memory:" else None


def migration_folders() -> list[Path]:
    """Return the folders with the migrations of both packages."""
    return [
        Path(str(resources.files("digest"))) / "storage" / "migrations" / "versions",
        Path(str(resources.files("subscribers"))) / "storage" / "migrations",
    ]


def picture_folder(folder: Path, setting: str) -> Path:
    """Return where the copies of pictures lie of the newsroom in `folder`; `setting` is `folder` in [pictures]."""
    return folder / (setting or PICTURES)


def settings_text(folder: Path) -> str:
    """Return what digest.toml in `folder` holds; raises `DigestError`."""
    try:
        return (folder / FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        fault = f"{FILE} cannot be read; see that it is a UTF-8 text file you may read"
        raise DigestError(fault) from None

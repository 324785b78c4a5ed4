"""Saves as commits of the one file that was saved, in the git repository that it lies in; all else there stays.

`git commit --only` takes the file as it is on the disk and leaves whatever else is staged or changed staged or changed.
A page of the desk runs no programs that only watch the repository: hooks are off, nothing is signed, no collecting of
garbage begins, nobody is asked anything. Filters run (`filter.*.clean`, gitattributes): they say what is stored of a
file, and without them what a newsroom encrypts would be committed for all to read. Nothing is pushed. The author's
address is one that cannot exist (RFC 2606) and tells nothing but the name; times are UTC.
"""

import os
import signal
import subprocess
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

TIMEOUT_SECONDS = 15.0
PATIENCE_SECONDS = 3.0
"""How long git is tried again while another one holds its index."""
_OFF = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "commit.gpgSign=false",
    "gc.auto=0",
    "maintenance.auto=false",
)
_SAVED = "the file is saved, but it is no commit"


class GitCommits:
    """The git of a newsroom's folder; see `digest.ports.saved.Commits`."""

    def __init__(
        self,
        newsroom: Path,
        git: str = "git",
        timeout_seconds: float = TIMEOUT_SECONDS,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._folder = newsroom / "editions"
        self._git = git
        self._timeout = timeout_seconds
        self._patience = patience_seconds

    def commit(self, edition_id: str, by: str, now: datetime) -> str:
        """Commit a picks file as it is, and nothing else; return why that could not be done, "" where it was."""
        file = (self._folder / f"{edition_id}.yaml").resolve()
        names, deadline = _names(by, now), time.monotonic() + self._timeout
        patience = time.monotonic() + self._patience
        message = f"Save editions/{edition_id}.yaml at the desk"
        commands = (
            ("add", "--intent-to-add", "--", file.name),
            ("commit", "--only", "--quiet", "--no-verify", f"--message={message}", "--", file.name),
        )
        try:
            for command in commands:
                while said := self._run(file.parent, names, command, deadline):
                    if "index.lock" not in said or time.monotonic() > patience:
                        return "" if self._is_committed(file, names, deadline) else f"{_SAVED}: {_why(said)}"
                    time.sleep(0.1)
        except FileNotFoundError:
            return f"{_SAVED}: there is no git here; install it, or write `commits = false` in [desk]"
        except OSError as error:
            return f"{_SAVED}: git cannot be run ({error.strerror}); see to that, or write `commits = false` in [desk]"
        except subprocess.TimeoutExpired:
            return f"{_SAVED}: git took longer than {self._timeout:g} seconds; look at the repository"
        return ""

    def _is_committed(self, file: Path, names: dict[str, str], deadline: float) -> bool:
        """Return whether the last commit has the file as it is: somebody else may have made it."""
        differs = ("diff", "--quiet", "HEAD", "--", file.name)
        known = ("ls-files", "--error-unmatch", "--", file.name)
        return not any(self._run(file.parent, names, command, deadline) for command in (differs, known))

    def _run(self, folder: Path, names: dict[str, str], command: tuple[str, ...], deadline: float) -> str:
        """Run git in a folder; return what it says where it fails, "" where it does not."""
        options = [word for setting in _OFF for word in ("-c", setting)]
        process = subprocess.Popen(
            [self._git, "--literal-pathspecs", *options, *command],
            cwd=folder,
            env=names,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # with whatever it runs, such as a filter, it can be ended
        )
        try:
            said, _ = process.communicate(timeout=max(deadline - time.monotonic(), 0.0))
        except subprocess.TimeoutExpired:
            _end(process)
            raise
        return (said.strip() or "git failed") if process.returncode else ""


def _names(by: str, now: datetime) -> dict[str, str]:
    """Return the environment of git: nothing for git that was there, but whose commit it is, and when."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
    own = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "GIT_OPTIONAL_LOCKS": "0"}
    for who in ("AUTHOR", "COMMITTER"):
        own |= {f"GIT_{who}_NAME": by, f"GIT_{who}_EMAIL": f"{by}@desk.invalid", f"GIT_{who}_DATE": at}
    return kept | own


def _end(process: "subprocess.Popen[str]") -> None:
    """End a git that takes too long, so that it takes its lock away; kill it, and what it runs, where it does not."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.communicate(timeout=2)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _why(said: str) -> str:
    """Return what git says as part of a sentence."""
    if "not a git repository" in said:
        return "the newsroom's folder is no git repository; run `git init` there, or write `commits = false` in [desk]"
    return (
        f"git says `{' '.join(said.split())[:200]}`; see to that in the newsroom's folder, the next save commits both"
    )

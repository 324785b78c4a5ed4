"""From an editor's picks to the readers' inboxes.

Verbs are files (`build.py`, `send.py`), nouns are folders (`edition/`, `rendering/`). Imports run downhill:
`cli` -> `wiring` -> verbs -> pure parts; pyproject.toml holds the contracts that prove it.
"""

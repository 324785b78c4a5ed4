"""From an editor's picks to the inbox of every reader who agreed.

Folders say whose work it is: what is done to an edition (editing, scheduling, sending), what it is done with (edition,
articles, letter, delivery, mime), how it touches the world (transports, storage, fetching, browsing, web). Imports run
downhill; pyproject.toml holds the contracts that prove it.
"""

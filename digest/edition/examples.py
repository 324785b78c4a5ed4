"""What a new newsroom says of itself until somebody answers: examples that must never reach a reader. Values only."""

EXAMPLE_HOST = "your-newsroom.example"
"""The host of all that a new newsroom has not answered yet; no name ends so on the web (RFC 6761, 6.5)."""
EXAMPLE_PLACE = "1 Example Street, 1000 City, Country"
"""Where a publisher is that has not said so yet."""

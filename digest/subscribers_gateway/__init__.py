"""The only door from the digest to its subscribers."""

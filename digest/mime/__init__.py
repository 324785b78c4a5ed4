"""Messages as bytes: encodings, headers, one message per variant spliced for each reader. Pure."""

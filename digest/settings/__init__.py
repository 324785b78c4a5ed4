"""The newsroom's settings: the only reader of digest.toml and of the environment. Frozen once read."""

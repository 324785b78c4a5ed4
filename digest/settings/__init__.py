"""The newsroom's settings: nothing else reads digest.toml or the environment. Frozen once read."""

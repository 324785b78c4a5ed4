"""Letters of a small edition as they were when a person last looked at them; newsroom/ is what they are made from."""

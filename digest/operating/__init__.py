"""What an operator does: make a newsroom, look whether it is well."""

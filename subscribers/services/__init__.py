"""What readers do, and what is done for them: each in its own file."""

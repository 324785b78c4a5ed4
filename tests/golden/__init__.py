"""Letters as they were when a person last looked at them."""

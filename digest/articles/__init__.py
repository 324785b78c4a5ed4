"""What can be read out of an article's page: metadata, body, summary, reading time. Pure."""

"""What the program answers over HTTP. GET shows, POST acts; no page needs a script."""

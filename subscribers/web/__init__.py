"""The pages on which readers act for themselves. GET shows, POST acts; no page needs a script."""

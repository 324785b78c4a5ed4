"""Single mails: to editors, to readers who filled in a form, and the queue that hands them over."""

"""The desk: the pages on which editors who logged in make an edition."""

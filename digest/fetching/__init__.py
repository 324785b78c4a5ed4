"""Reads pages from the web."""

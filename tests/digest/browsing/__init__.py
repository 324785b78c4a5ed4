"""Tests of digest/browsing."""

"""Tests mirror the packages; `standins/` holds what stands in for the world outside."""

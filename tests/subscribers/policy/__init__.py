"""Tests of subscribers/policy."""

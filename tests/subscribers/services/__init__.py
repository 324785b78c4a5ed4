"""Tests of subscribers/services."""

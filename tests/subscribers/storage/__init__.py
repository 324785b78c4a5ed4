"""Tests of subscribers/storage."""

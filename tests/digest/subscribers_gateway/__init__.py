"""Tests of digest/subscribers_gateway."""

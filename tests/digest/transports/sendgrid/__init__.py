"""Tests of digest/transports/sendgrid."""

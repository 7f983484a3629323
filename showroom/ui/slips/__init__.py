"""Slips waiting for paper."""

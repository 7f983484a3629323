"""Slips waiting for paper, and reports."""

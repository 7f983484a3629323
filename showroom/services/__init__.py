"""Use cases: one public verb is one transaction with one frozen result."""

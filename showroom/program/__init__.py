"""Composition root and the verbs."""

"""Colours, fonts, icons, sounds and how values are written."""

"""Lanes, operations, actions, scans: what every screen stands on."""

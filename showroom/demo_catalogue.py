"""The sample catalogue that ships with the program."""

from __future__ import annotations

from showroom.assets import asset_bytes


def sample_catalogue() -> bytes:
    """The 240 demo products as a CSV file."""
    return asset_bytes("sample", "catalogue.csv")

"""What only POSIX has: tests that need it are skipped elsewhere; none fails to start."""

import os

import pytest

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
"""Who may mount a small disk, and must not run a server as themselves."""

POSIX_MODES = pytest.mark.skipif(
    os.name != "posix", reason="on Windows what lies in a profile is its user's by inheritance"
)
POSIX_SOURCES = pytest.mark.skipif(
    os.name != "posix", reason="nodes of the kernel, CUPS and udev are not on Windows"
)

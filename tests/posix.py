"""What only POSIX has: tests that need it are skipped elsewhere; none fails to start."""

import os

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
"""Who may mount a small disk, and must not run a server as themselves."""

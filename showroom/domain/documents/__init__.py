"""Documents by which goods come in, leave and move; each kind is a row of `kinds.KINDS`."""

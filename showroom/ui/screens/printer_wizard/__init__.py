"""Finding a printer, trying it, learning what it can do, giving it a name."""

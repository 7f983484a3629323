"""Finding printers and talking with them."""

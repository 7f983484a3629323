"""Pictures and PDFs from outside: drawn in a process of their own, by whoever has to show them."""

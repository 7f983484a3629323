"""Every sentence and trade word of the window."""

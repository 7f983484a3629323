"""What is shown of files, and how they are saved."""

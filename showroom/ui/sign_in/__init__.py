"""Before anybody is signed in."""

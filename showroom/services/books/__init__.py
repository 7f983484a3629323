"""How anything is posted, journaled and proved."""

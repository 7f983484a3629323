"""Tables, queries and migrations; the only room that speaks SQL."""

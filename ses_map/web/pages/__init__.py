"""What a citizen sees: search, answers, centres, sources, corrections."""

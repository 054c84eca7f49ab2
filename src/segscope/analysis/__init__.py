"""Questions to what is kept."""

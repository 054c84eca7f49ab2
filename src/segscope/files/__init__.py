"""How files are written: whole or not at all, PNGs fast, and by names that any sample id can have."""

"""Models: any architecture inside one wrapper that takes uint8 pictures of any size."""

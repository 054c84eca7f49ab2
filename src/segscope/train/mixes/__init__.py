"""Mixes: augmentations that join several pictures of a batch, on the device."""

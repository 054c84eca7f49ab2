"""Augmentations of single samples: picture and label map move together, exactly."""

"""The looks of things: one file a material, one function a kind of object."""

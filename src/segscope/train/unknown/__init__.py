"""The unknown class: how it is trained, and the sub-classes that are found in it."""

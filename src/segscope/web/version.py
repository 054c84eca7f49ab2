"""Which segscope this is."""

from importlib.metadata import version

SEGSCOPE_VERSION = version("segscope")
"""As the package says."""

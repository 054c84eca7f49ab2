"""What every request and every answer passes: host, origin, token, size, headers."""

from segscope.web.guard.guard import Guard, GuardSettings

__all__ = ["Guard", "GuardSettings"]

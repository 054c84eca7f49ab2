"""Pictures: panels, per-class panels, contact sheets."""

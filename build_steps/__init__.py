"""What building segscope makes besides Python files: the engine's native part, and the page."""

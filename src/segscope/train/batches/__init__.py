"""From samples to batches on the device: uint8 until there, read ahead by threads."""

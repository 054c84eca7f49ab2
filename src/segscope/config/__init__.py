"""What a run is: one validated, frozen record, and the class file."""

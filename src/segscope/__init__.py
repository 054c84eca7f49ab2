"""segscope: the workbench of teams that train semantic-segmentation models."""

__version__ = "0.1.0"

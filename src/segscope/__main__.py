"""``python -m segscope``: the command line."""

from segscope.cli.main import main

main()

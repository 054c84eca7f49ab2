"""The page: ``frontend/`` built by Node, which comes from the package index, into files inside the package.

It is built anew when the hash of what it is made from differs from the one kept beside it. Without
``frontend/``, as in a source distribution, the built files that are there are taken as they are.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from build_steps.node import NODE_PACKAGE, node, npm

FRONTEND = Path("frontend")
STATIC = Path("src/segscope/web/static")
STAMP = ".stamp"
LEFT_OUT = ("node_modules", "dist")
_NOT_BUILT = (".test.ts", ".test.tsx", ".md")


def needed_packages(root: Path) -> list[str]:
    """Ask for Node, 60 MB, only where the page has to be built."""
    return [] if is_fresh(root) else [NODE_PACKAGE]


def build(root: Path) -> None:
    """Build the page if it is not of these sources.

    Raises:
        RuntimeError: Node or one of its packages cannot be had, or the page has a defect.
    """
    if not is_fresh(root):
        make_page(root)


def is_fresh(root: Path) -> bool:
    """Whether the built page is the one of these sources."""
    static = root / STATIC
    if not (static / "index.html").is_file():
        return False
    if not (root / FRONTEND).is_dir():
        return True
    stamp = static / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == hash_of_sources(root)


def hash_of_sources(root: Path) -> str:
    """Hash what decides the page's content: names and bytes of its files, and this file; no times."""
    digest = hashlib.sha256()
    for path in [*source_files(root / FRONTEND), Path(__file__)]:
        name, content = path.name, path.read_bytes()
        if path.is_relative_to(root / FRONTEND):
            name = path.relative_to(root / FRONTEND).as_posix()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def source_files(frontend: Path) -> Iterator[Path]:
    """Give the files that the page is made from, in a fixed order: no tests, nothing installed or built."""
    for folder, folders, names in os.walk(frontend):
        folders[:] = sorted(set(folders) - set(LEFT_OUT))
        for name in sorted(names):
            if not name.endswith(_NOT_BUILT):
                yield Path(folder, name)


def make_page(root: Path) -> None:
    """Build the page in a temporary copy, and put it in place whole, with its stamp.

    The copy spares a developer's own ``node_modules``, which hold more than the page needs.
    """
    if not (root / FRONTEND).is_dir():
        raise RuntimeError(f"there is neither {FRONTEND}/ nor a built page in {STATIC}: take a whole copy.")
    source_hash = hash_of_sources(root)
    with tempfile.TemporaryDirectory(prefix="segscope-page-") as folder:
        work, out = Path(folder, "frontend"), Path(folder, "static")
        shutil.copytree(root / FRONTEND, work, ignore=shutil.ignore_patterns(*LEFT_OUT))
        npm(["ci", "--omit=dev", "--ignore-scripts", "--prefer-offline"], work)
        vite = work / "node_modules" / "vite" / "bin" / "vite.js"
        node([str(vite), "build", "--outDir", str(out), "--emptyOutDir"], work)
        (out / STAMP).write_text(source_hash, encoding="utf-8")
        put_in_place(out, root / STATIC)


def put_in_place(made: Path, static: Path) -> None:
    """Replace the built page by another one, in a step that a server beside it hardly sees."""
    fresh, old = static.with_name(f"static.new-{os.getpid()}"), static.with_name(f"static.old-{os.getpid()}")
    try:
        shutil.copytree(made, fresh)
        if static.exists():
            static.rename(old)
        fresh.rename(static)
    finally:
        for folder in (fresh, old):
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    build(Path.cwd())

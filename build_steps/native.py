"""The native part of the engine: C files compiled into one shared library inside the package.

The machine's own C compiler is used where there is one; else ``ziglang``, a C compiler that installs from
the package index. The library is rebuilt when the hash of its sources, of this file and of the platform
differs from the one that it carries.
"""

import hashlib
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

SOURCES = Path("src/segscope/engine/native")
LIBRARY = "segscope_engine.so"
THIS_FILE = Path("build_steps/native.py")
COMPILERS = ("cc", "gcc", "clang")
UNITS = ("count", "confusion", "objects", "reliability")
PIXEL_BITS = (8, 16)
FLAGS = ("-std=c11", "-O3", "-fPIC", "-fvisibility=hidden", "-DNDEBUG", "-g0")
AVX2_FLAGS = ("-mavx2", "-mbmi", "-mbmi2", "-mpopcnt")
AVX512_FLAGS = (*AVX2_FLAGS, "-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl")


def needed_packages() -> list[str]:
    """Ask for a compiler from the package index only where the machine has none."""
    return [] if find_compiler() else ["ziglang>=0.13"]


def build(root: Path) -> None:
    """Compile the library if it is not of these sources."""
    sources = root / SOURCES
    library, source_hash = sources / LIBRARY, hash_of_sources(root)
    if not is_built_from(library, source_hash):
        compile_library(sources, library, source_hash)


def find_compiler() -> str | None:
    """Give the compiler of the variable CC, or the first that the machine has."""
    return os.environ.get("CC") or next(filter(None, map(shutil.which, COMPILERS)), None)


def hash_of_sources(root: Path) -> str:
    """Hash what decides the library's content: the C files, this file and the platform."""
    digest = hashlib.sha256(f"{sys.platform} {platform.machine()}".encode())
    for path in [*sorted((root / SOURCES).glob("*.[ch]")), root / THIS_FILE]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_built_from(library: Path, source_hash: str) -> bool:
    """Whether the library is there and carries this hash."""
    return library.is_file() and f"segscope-source:{source_hash}".encode() in library.read_bytes()


def compile_library(sources: Path, library: Path, source_hash: str) -> None:
    """Compile every variant of the count and link them, replacing the library in one step."""
    compiler = find_compiler()
    command = shlex.split(compiler) if compiler else [sys.executable, "-m", "ziglang", "cc", "-mcpu=baseline"]
    is_x86 = platform.machine().lower() in ("x86_64", "amd64")
    with tempfile.TemporaryDirectory() as folder:
        objects = []

        def compile_one(source: str, name: str, *flags: str) -> None:
            objects.append(f"{folder}/{name}.o")
            run([*command, *FLAGS, *flags, "-c", str(sources / source), "-o", objects[-1]], folder)

        levels: dict[str, tuple[str, ...]] = {"_base": ()}
        if is_x86:
            levels |= {"_avx2": AVX2_FLAGS, "_avx512": AVX512_FLAGS}
        for unit, bits, level in product(UNITS, PIXEL_BITS, levels):
            flags = (f"-DPIXEL_BITS={bits}", f"-DLEVEL={level}", *levels[level])
            compile_one(f"{unit}.c", f"{unit}{bits}{level}", *flags)
        wide = ("-DSEGSCOPE_X86",) if is_x86 else ()
        compile_one("entry.c", "entry", f'-DSEGSCOPE_SOURCE_HASH="{source_hash}"', *wide)
        linked = f"{folder}/{LIBRARY}"
        run([*command, "-shared", *objects, "-o", linked], folder)
        fresh = library.with_suffix(".new")
        shutil.copyfile(linked, fresh)
        fresh.replace(library)


def run(command: list[str], cache: str) -> None:
    """Run one step of the compiler; its own words are the message where it fails."""
    environment = {**os.environ, "ZIG_GLOBAL_CACHE_DIR": cache, "ZIG_LOCAL_CACHE_DIR": cache}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")

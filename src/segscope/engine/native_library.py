"""The compiled part of the engine: finding it, and the records that it shares with Python.

The library is plain C behind ctypes (no Python ABI); ctypes lets go of the GIL for the time of a call,
so that threads count side by side. It is opened at the first count, not at import.
"""

import ctypes
import threading
import weakref
from functools import cache
from pathlib import Path

from segscope.errors import NativeLibraryError

LIBRARY = Path(__file__).parent / "native" / "segscope_engine.so"
KEPT_SCRATCH_BYTES = 256 * 2**20
"""A thread keeps its scratch memory for the next call up to this size (a pair of about 50 Mpx)."""

INSTRUCTIONS = ("base", "avx2", "avx512")
"""Instructions that the library is compiled for; the processor's widest are taken."""
WIDEST = len(INSTRUCTIONS) - 1

COUNTED, BAD_TRUTH, BAD_PREDICTION, NO_MEMORY = range(4)


class Source(ctypes.Structure):
    """A label map as numpy holds it; steps in bytes."""

    _fields_ = (
        ("data", ctypes.c_void_p),
        ("row_step", ctypes.c_int64),
        ("column_step", ctypes.c_int64),
        ("item_bytes", ctypes.c_int64),
    )


class Request(ctypes.Structure):
    """One pair to count; mirror of ``Request`` in ``native/api.h``."""

    _fields_ = (
        ("truth", Source),
        ("prediction", Source),
        ("height", ctypes.c_int64),
        ("width", ctypes.c_int64),
        ("num_classes", ctypes.c_int64),
        ("has_ignore", ctypes.c_int64),
        ("ignore", ctypes.c_int64),
        ("disc_radius", ctypes.c_int64),
        ("square_radius", ctypes.c_int64),
        ("frame_is_boundary", ctypes.c_int64),
        ("count_edges", ctypes.c_int64),
    )


class Result(ctypes.Structure):
    """Where the counts go; mirror of ``Result`` in ``native/api.h``."""

    _fields_ = (
        ("columns", ctypes.c_void_p),
        ("confusion", ctypes.c_void_p),
        ("unpredicted", ctypes.c_void_p),
        ("wrong", ctypes.c_void_p),
        ("num_wrong", ctypes.c_int64),
    )


class ConfusionResult(ctypes.Structure):
    """Where a confusion goes; mirror of ``ConfusionResult`` in ``native/api.h``."""

    _fields_ = (
        ("confusion", ctypes.c_void_p),
        ("unpredicted", ctypes.c_void_p),
        ("ignored", ctypes.c_int64),
    )


class ObjectList(ctypes.Structure):
    """Where the objects of one map lie; mirror of ``ObjectList`` in ``native/api.h``."""

    _fields_ = (("objects", ctypes.c_void_p), ("count", ctypes.c_int64))


class ObjectsResult(ctypes.Structure):
    """Where objects lie; mirror of ``ObjectsResult`` in ``native/api.h``."""

    _fields_ = (("truth", ObjectList), ("prediction", ObjectList))


class SurePair(ctypes.Structure):
    """One pair with its confidence; mirror of ``SurePair`` in ``native/api.h``."""

    _fields_ = (("pair", Request), ("confidence", Source))


class ReliabilityResult(ctypes.Structure):
    """Where the levels go; mirror of ``ReliabilityResult`` in ``native/api.h``."""

    _fields_ = (("pixels", ctypes.c_void_p), ("right", ctypes.c_void_p))


@cache
def load_library() -> ctypes.CDLL:
    """Open the compiled library once.

    Raises:
        NativeLibraryError: It is not there, or not for this machine.
    """
    try:
        library = ctypes.CDLL(str(LIBRARY))
    except OSError as error:
        raise NativeLibraryError(
            f"the compiled part of segscope, {LIBRARY}, cannot be loaded: reinstall segscope with "
            "`pip install --force-reinstall segscope` (or `pip install -e .` in a checkout)."
        ) from error
    library.segscope_new_scratch.restype = ctypes.c_void_p
    library.segscope_free_scratch.argtypes = (ctypes.c_void_p,)
    library.segscope_free_scratch.restype = None
    library.segscope_scratch_bytes.argtypes = (ctypes.c_void_p,)
    library.segscope_scratch_bytes.restype = ctypes.c_int64
    library.segscope_source_hash.restype = ctypes.c_char_p
    for name, request, result in (
        ("count", Request, Result),
        ("confusion", Request, ConfusionResult),
        ("objects", SurePair, ObjectsResult),
        ("reliability", SurePair, ReliabilityResult),
    ):
        function = getattr(library, f"segscope_{name}")
        pointers = (ctypes.POINTER(request), ctypes.c_void_p, ctypes.POINTER(result))
        function.argtypes = (*pointers, ctypes.c_int)
        function.restype = ctypes.c_int
    return library


class Scratch:
    """Working memory of one thread, kept from call to call and freed with its owner."""

    def __init__(self) -> None:
        self._library = load_library()
        self.pointer: int = self._library.segscope_new_scratch()
        if not self.pointer:
            raise MemoryError
        self._free = weakref.finalize(self, self._library.segscope_free_scratch, self.pointer)

    def is_large(self) -> bool:
        """Whether it holds more than a thread should keep."""
        return int(self._library.segscope_scratch_bytes(self.pointer)) > KEPT_SCRATCH_BYTES


_of_thread = threading.local()


def thread_scratch() -> Scratch:
    """Give the calling thread's scratch."""
    scratch: Scratch | None = getattr(_of_thread, "scratch", None)
    if scratch is None:
        scratch = _of_thread.scratch = Scratch()
    return scratch


def trim_thread_scratch() -> None:
    """Let go of the calling thread's scratch where it has become large."""
    scratch: Scratch | None = getattr(_of_thread, "scratch", None)
    if scratch is not None and scratch.is_large():
        del _of_thread.scratch

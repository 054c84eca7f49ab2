"""Which file system a folder lies on; SQLite's locks do not hold on network drives."""

from pathlib import Path

NETWORK_FILE_SYSTEMS = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "lustre", "gpfs", "beegfs", "ceph", "glusterfs", "afs",
        "pvfs2", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.juicefs", "fuse.s3fs", "fuse.gcsfuse",
        "fuse.rclone",
    }
)  # fmt: skip


def file_system_of(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> str | None:
    """Name the type of the file system that holds a folder; None where the system does not tell.

    Example:
        >>> file_system_of(Path("/proc/self"))
        'proc'
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    target = folder.resolve()
    best, kind = -1, None
    for line in lines:
        _, point, name, *_ = line.split(" ")
        # the kernel writes a space in a path as \040, and other odd characters likewise
        mounted = Path(point.encode("latin-1", "ignore").decode("unicode_escape"))
        if target.is_relative_to(mounted) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), name
    return kind

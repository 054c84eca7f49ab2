"""Outlines in object units: (N, 2) rings of (u, v), the object's length being about 1 along u."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.data.recycling.noise import Rng

Ring = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Outline:
    """What an object covers: the union of its parts, less the holes.

    Attributes:
        parts: Rings of (u, v); they may overlap.
        holes: Rings that are cut out of every part.
        traced: Whether the rings are a shape that a person would trace as polygons. Otherwise the
            annotation is a run-length mask.
    """

    parts: tuple[Ring, ...]
    holes: tuple[Ring, ...] = ()
    traced: bool = True

    @property
    def as_polygons(self) -> bool:
        """Whether polygons can say it: no holes, and few parts."""
        return self.traced and not self.holes


def ellipse(length: float, width: float, points: int = 40) -> Ring:
    """Give an ellipse around the origin."""
    t = np.linspace(0, 2 * np.pi, points, endpoint=False)
    return np.stack([np.cos(t) * length / 2, np.sin(t) * width / 2], axis=1)


def rounded_box(length: float, width: float, corner: float = 0.03) -> Ring:
    """Give a rectangle with rounded corners around the origin."""
    corner = min(corner, length / 2, width / 2)
    t = np.linspace(0, np.pi / 2, 5)
    arc = np.stack([np.cos(t), np.sin(t)], axis=1) * corner
    quarter = np.array([[0.0, -1.0], [1.0, 0.0]])
    corners = []
    for sign_u, sign_v in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        centre = np.array([sign_u * (length / 2 - corner), sign_v * (width / 2 - corner)])
        corners.append(centre + arc)
        arc = arc @ quarter.T
    return np.concatenate(corners)


def blob(rng: Rng, width: float = 0.8, rough: float = 0.18, points: int = 36) -> Ring:
    """Give a rounded irregular shape of length 1 and about ``width``."""
    t = np.linspace(0, 2 * np.pi, points, endpoint=False)
    radius = np.ones(points)
    for wave in range(2, 7):
        radius += rough / wave**0.7 * np.cos(wave * t + rng.uniform(0, 2 * np.pi))
    ring = np.stack([np.cos(t) * radius, np.sin(t) * radius * width], axis=1)
    return fit_length(ring)


def jagged(rng: Rng, width: float = 0.8, rough: float = 0.22, points: int = 14) -> Ring:
    """Give an angular shape: a shard, a torn block, a crumpled ball."""
    t = (np.arange(points) + rng.uniform(-0.3, 0.3, points)) * 2 * np.pi / points
    radius = 1 + rng.uniform(-rough, rough, points)
    ring = np.stack([np.cos(t) * radius, np.sin(t) * radius * width], axis=1)
    return fit_length(ring)


def profile(u: Sequence[float], half_width: Sequence[float]) -> Ring:
    """Give the outline of a body of revolution that lies on its side: half-widths ``half_width`` at ``u``."""
    us, half = smooth_profile(u, half_width)
    upper = np.stack([us, half], axis=1)
    return np.concatenate([upper, upper[::-1] * [1, -1]])


def smooth_profile(u: Sequence[float], half_width: Sequence[float]) -> tuple[Ring, Ring]:
    """Sample a profile finely, its corners taken off."""
    fine = np.linspace(u[0], u[-1], 61)
    half = np.interp(fine, u, half_width)
    soft = np.convolve(np.pad(half, 2, mode="edge"), np.array([1, 2, 3, 2, 1]) / 9, mode="valid")
    return fine, soft


def ribbon(path: Ring, width: float) -> tuple[Ring, ...]:
    """Cover a thick line with one quadrilateral a segment and a disc a joint."""
    steps = np.diff(path, axis=0)
    normals = np.stack([-steps[:, 1], steps[:, 0]], axis=1)
    normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9) * width / 2
    quads = [
        np.stack([start + n, end + n, end - n, start - n])
        for start, end, n in zip(path[:-1], path[1:], normals, strict=True)
    ]
    joints = [ellipse(width, width, 10) + point for point in path]
    return (*quads, *joints)


def densify(ring: Ring, step: float = 0.05) -> Ring:
    """Add points so that no edge is longer than ``step``."""
    following = np.roll(ring, -1, axis=0)
    pieces = []
    for start, end in zip(ring, following, strict=True):
        count = max(1, int(np.ceil(np.linalg.norm(end - start) / step)))
        pieces.append(start + (end - start) * (np.arange(count) / count)[:, None])
    return np.concatenate(pieces)


def wobble(rng: Rng, ring: Ring, amount: float, waves: int = 9) -> Ring:
    """Push a densified ring in and out: smooth waves of deviation about ``amount``."""
    fine = densify(ring)
    t = np.linspace(0, 2 * np.pi, len(fine), endpoint=False)
    push = np.zeros((len(fine), 2))
    for wave in range(2, waves):
        phase = rng.uniform(0, 2 * np.pi, 2)
        push += np.stack([np.cos(wave * t + phase[0]), np.cos(wave * t + phase[1])], axis=1)
    return np.asarray(fine + push * amount / np.sqrt(waves))


def tear(rng: Rng, ring: Ring, amount: float = 0.012) -> Ring:
    """Make an edge ragged, as of torn paper or broken foam."""
    fine = densify(ring, 0.04)
    return fine + rng.uniform(-amount, amount, fine.shape)


def dent(ring: Ring, at: tuple[float, float], radius: float, depth: float) -> Ring:
    """Push the points near ``at`` towards the origin's axis, as a crushed can's side."""
    fine = densify(ring, 0.03)
    distance = np.linalg.norm(fine - np.asarray(at), axis=1)
    near = np.exp(-((distance / radius) ** 2))[:, None]
    return np.asarray(fine - near * depth * np.sign(np.asarray(at))[None, :] * np.array([0.25, 1.0]))


def fit_length(ring: Ring, length: float = 1.0) -> Ring:
    """Move and scale a ring so that it spans ``length`` along u around the origin."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    return np.asarray((ring - (low + high) / 2) * (length / (high[0] - low[0])))


def moved(ring: Ring, by: tuple[float, float], angle: float = 0.0) -> Ring:
    """Turn a ring around the origin, then move it."""
    cosine, sine = np.cos(angle), np.sin(angle)
    turn = np.array([[cosine, sine], [-sine, cosine]])
    return np.asarray(ring @ turn + np.asarray(by))

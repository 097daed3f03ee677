"""Words within an edit or two of a given one, found without comparing it with all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_Pieces = dict[tuple[int, str], tuple[int, ...]]
"""Numbers of words by the number of a piece and its letters. Plain numbers are nothing that the
garbage collector would have to look through."""


class Near:
    """Candidates among known words for one edit or two: an insertion, a deletion, another letter,
    or two neighbours swapped.

    A word is cut into one piece more than there may be edits, with a letter left out between two
    pieces, as a swap touches two letters. So at least one piece is untouched by the edits, and
    words that share none with what is looked for are not even compared.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._by_length: dict[int, list[int]] = {}
        self._pieces: dict[tuple[int, int], _Pieces] = {}

    def add(self, word: str) -> None:
        """Learn a word; each once."""
        self._by_length.setdefault(len(word), []).append(len(self.words))
        self.words.append(word)
        for edits in (1, 2):
            self._pieces.pop((len(word), edits), None)

    def candidates(self, word: str, edits: int) -> list[str]:
        """All known words within so many edits (1 or 2), and some others, in the order in which
        they were learnt."""
        found: set[int] = set()
        for length in range(len(word) - edits, len(word) + edits + 1):
            pieces = self._cut(length, edits)
            for piece, (start, end) in enumerate(_cuts(length, edits)):
                for shift in _shifts(length - len(word), piece, edits):
                    at = start - shift
                    if at >= 0:
                        found.update(pieces.get((piece, word[at : end - shift]), ()))
        return [self.words[number] for number in sorted(found)]

    def _cut(self, length: int, edits: int) -> _Pieces:
        """The words of a length in pieces. They are cut when first looked for: most never are."""
        pieces = self._pieces.get((length, edits))
        if pieces is None:
            pieces = {}
            cuts = _cuts(length, edits)
            for number in self._by_length.get(length, ()):
                word = self.words[number]
                for piece, (start, end) in enumerate(cuts):
                    key = piece, word[start:end]
                    pieces[key] = (*pieces.get(key, ()), number)
            # Another thread may have cut the same meanwhile; one is as good as the other.
            self._pieces[length, edits] = pieces
        return pieces


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

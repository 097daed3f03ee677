"""What models that hear alarms find at some shares of false alarms."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.reading.alarms import GROUPS, HEADS

_SHARES = (0.01, 0.02, 0.05)

Array = NDArray[Any]


def report(logits: Array, told: Array, known: Array) -> None:
    """Print it for each group (any of its kinds) and kind: the recall, and the chance from which on
    something counts. A row a message, a column a kind."""
    for group, kinds in GROUPS.items():
        columns = [HEADS.index(kind) for kind in kinds]
        rows = known[:, columns[0]] > 0
        _row(group, logits[rows][:, columns].max(axis=1), told[rows][:, columns].max(axis=1))
        for kind, column in zip(kinds, columns, strict=True):
            _row(f"  {kind}", logits[rows, column], told[rows, column])


def _row(name: str, logits: Array, told: Array) -> None:
    order = np.sort(logits[told == 0])[::-1]
    cells = []
    for share in _SHARES:
        least = order[int(share * len(order))]
        found, chance = (logits[told == 1] > least).mean(), 1 / (1 + np.exp(-least))
        cells.append(f"false {share:.2f}: {found:.2f} from {chance:.2f}")
    print(f"{name:30}{int(told.sum()):5} of {len(told):5}   {'   '.join(cells)}")

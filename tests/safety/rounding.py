"""Rounding fitted weights to four bits so that what comes out of them changes least: GPTQ (Frantar
et al., 2023). Rounded one by one they would fall back to what they were before the fit, as what is
fitted moves them less than a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from tests.safety.model_file import BLOCK

_LOWEST, _HIGHEST = -8, 7
_DAMPED = 0.01
"""The share of the mean that is added to the diagonal, so that it can be inverted."""
_SHRUNK = (1.0, 0.95, 0.9, 0.85, 0.8)
"""Factors that are tried, as shares of the one with which the largest weight of a block fits."""


@dataclass(slots=True)
class Blocks:
    """Weights as whole numbers in blocks (rows, blocks, 32), and the factor of each block."""

    whole: Any
    factors: Any

    def weights(self) -> Any:
        """What they stand for."""
        return (self.whole * self.factors).flatten(1)


def rounded(weights: Any, moment: Any) -> Blocks:
    """Blocks for weights (a row an output), given the second moment of what is put in."""
    left = weights.detach().clone()
    rows, wide = left.shape
    inverse = _inverse(moment)
    whole = torch.zeros(rows, wide // BLOCK, BLOCK)
    factors = torch.zeros(rows, wide // BLOCK, 1)
    for block in range(wide // BLOCK):
        start, stop = block * BLOCK, (block + 1) * BLOCK
        factor = _factor(left[:, start:stop])
        factors[:, block] = factor
        missed = torch.zeros(rows, BLOCK)
        for place in range(BLOCK):
            at = start + place
            whole[:, block, place] = _nearest(left[:, at : at + 1], factor)[:, 0]
            off = left[:, at] - whole[:, block, place] * factor[:, 0]
            missed[:, place] = off / inverse[at, at]
            # What is missed here is made good by the weights that are still to be rounded.
            left[:, at:stop] -= missed[:, place, None] * inverse[at, at:stop]
        left[:, stop:] -= missed @ inverse[start:stop, stop:]
    return Blocks(whole, factors)


def _inverse(moment: Any) -> Any:
    """The upper triangle of Cholesky of the inverse."""
    damped = moment + torch.eye(len(moment)) * _DAMPED * moment.diagonal().mean()
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(damped))
    return torch.linalg.cholesky(inverse, upper=True)


def _factor(block: Any) -> Any:
    """The factor of each row of a block with which its weights are met best."""
    largest = block.gather(1, block.abs().argmax(1, keepdim=True))
    best, least = None, None
    for share in _SHRUNK:
        factor = (largest * share / _LOWEST).half().float()
        off = ((_nearest(block, factor) * factor - block) ** 2).sum(1, keepdim=True)
        better = torch.ones_like(off, dtype=torch.bool) if least is None else off < least
        best = factor if best is None else torch.where(better, factor, best)
        least = off if least is None else torch.minimum(off, least)
    return best


def _nearest(weights: Any, factor: Any) -> Any:
    divide = torch.where(factor == 0, torch.ones_like(factor), factor)
    return torch.clamp(torch.floor(weights / divide + 0.5), _LOWEST, _HIGHEST)

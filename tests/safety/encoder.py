"""The sentence model in torch, so that its layers can be fitted: BERT (Devlin et al., 2019), the
mean of all pieces, of length one. Needs the extra `fitting`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from knowledge.tuned import Layers
from tests.safety.model_file import ModelFile, packed
from tests.safety.rounding import Blocks

Tensors = dict[str, Any]
WIDE, _INNER = 384, 1536
"""Numbers of a vector, and between the two steps of a layer."""
MATRICES: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("q", "k", "v", "ao"), (WIDE, WIDE)),
    "fi": (_INNER, WIDE),
    "fo": (WIDE, _INNER),
}
"""The matrices of a layer, in the order in which they are gone through."""
_PLAIN: dict[str, tuple[int, ...]] = {
    **{f"{name}.b": (WIDE,) for name in ("q", "k", "v", "ao", "fo", "aln", "oln")},
    **{f"{name}.w": (WIDE,) for name in ("aln", "oln")},
    "fi.b": (_INNER,),
}
_ALMOST_NOTHING = 1e-12

Met = Callable[[str, Any], None]


def layers_of(model: ModelFile) -> Tensors:
    """The weights of all layers."""
    shapes = {**{f"{name}.w": shape for name, shape in MATRICES.items()}, **_PLAIN}
    return {
        f"l{number}.{name}": torch.from_numpy(model.tensor(f"l{number}.{name}", *shape))
        for number in range(model.layers)
        for name, shape in shapes.items()
    }


def ground_of(model: ModelFile) -> Tensors:
    """The weights below all layers, which stay as they are."""
    return {
        "word": torch.from_numpy(model.tensor("emb.word", -1, WIDE)),
        "place": torch.from_numpy(model.tensor("emb.pos", -1, WIDE)),
        "kind": torch.from_numpy(model.tensor("emb.type", -1, WIDE))[0],
        "w": torch.from_numpy(model.tensor("emb.ln.w", WIDE)),
        "b": torch.from_numpy(model.tensor("emb.ln.b", WIDE)),
    }


def begun(ground: Tensors, numbers: Any) -> Any:
    """What enters the first layer: numbers of pieces, a row a text."""
    places = ground["place"][: numbers.shape[1]]
    return _even(ground["word"][numbers] + places + ground["kind"], ground["w"], ground["b"])


def through(
    weights: Mapping[str, Any], heads: int, given: Any, there: Any, *, dropped: float = 0.0,
    met: Met = lambda name, inputs: None,
) -> Any:  # fmt: skip
    """What leaves a layer, by its `weights`. `there` tells the pieces of each text from what only
    fills its row; `met` is told what enters each matrix."""

    def linear(name: str, inputs: Any) -> Any:
        met(name, inputs)
        return functional.linear(inputs, weights[f"{name}.w"], weights[f"{name}.b"])

    def even(name: str, inputs: Any) -> Any:
        return _even(inputs, weights[f"{name}.w"], weights[f"{name}.b"])

    def apart(inputs: Any) -> Any:
        return inputs.view(rows, long, heads, WIDE // heads).transpose(1, 2)

    rows, long, _ = given.shape
    attended = functional.scaled_dot_product_attention(
        *(apart(linear(name, given)) for name in ("q", "k", "v")),
        attn_mask=there[:, None, None, :],
    )
    together = linear("ao", attended.transpose(1, 2).reshape(rows, long, WIDE))
    middle = even("aln", given + functional.dropout(together, dropped))
    inner = linear("fo", functional.gelu(linear("fi", middle)))
    return even("oln", middle + functional.dropout(inner, dropped))


def layer(weights: Mapping[str, Any], number: int) -> Tensors:
    """The weights of one layer, by their names in it."""
    start = f"l{number}."
    return {name[len(start) :]: held for name, held in weights.items() if name.startswith(start)}


def vectors(given: Any, there: Any) -> Any:
    """The vector of each text: of length one."""
    counted = there[..., None].float()
    return functional.normalize((given.float() * counted).sum(1) / counted.sum(1), dim=1)


def written(weights: Tensors, blocks: Mapping[str, Blocks], model: ModelFile) -> Layers:
    """Layers as they stand in a model's file, from the first that is in `blocks` to the end."""
    first = min(model.places[name].at for name in blocks)
    end = np.frombuffer(model.written, np.uint8)[first:].copy()
    for name, place in model.places.items():
        if place.at < first:
            continue
        if place.in_blocks:
            held = blocks[name]
            new = packed(held.whole.detach().numpy(), held.factors.detach().numpy())
        else:
            plain = weights[name].detach().numpy()
            new = np.ascontiguousarray(plain, dtype="<f4").view(np.uint8)
        end[place.at - first : place.at - first + place.size] = new
    return Layers(model.digest, first, end)


def _even(given: Any, weights: Any, bias: Any) -> Any:
    return functional.layer_norm(given, (WIDE,), weights, bias, _ALMOST_NOTHING)

"""The widths that costs are counted with are the published ones, as far as file sizes show it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.upstream.costs import DINO_TOKENS, Cost, latent_flow, real_widths, structure_flow, vision_transformer


@pytest.mark.parametrize(
    ("flow", "published", "beside"),
    [(structure_flow, 6.69e9, 0.07), (latent_flow, 4.91e9, 0.03)],
    ids=["ss_generator", "slat_generator"],
)
def test_a_generator_is_its_flow_two_dinos_and_little_else(
    flow: Callable[[], Cost], published: float, beside: float
) -> None:
    with real_widths():
        counted = flow()
        size = 4 * (counted.parameters + 2 * vision_transformer(DINO_TOKENS).parameters)

    assert 1 - beside < size / published < 1
    assert 9e12 < counted.operations(20_000) < 10e12

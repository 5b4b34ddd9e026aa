"""Conversion of Gaussians, on synthetic data with known results."""

from __future__ import annotations

import numpy as np
import pytest

from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.gaussians import check_gaussians, gaussian_columns, quaternion_product, upright, upright_pose
from gen3d_container.models import Gaussians

HALF = np.sqrt(0.5)


def made(opacity: list[float]) -> Gaussians:
    count = len(opacity)
    return Gaussians(
        gaussian_columns(
            xyz=np.arange(3 * count, dtype=np.float32).reshape(count, 3),
            harmonics=np.zeros((count, 3), np.float32),
            opacity=np.asarray(opacity, np.float32),
            scale=np.full((count, 3), 0.01, np.float32),
            rotation=np.tile(np.asarray([1, 0, 0, 0], np.float32), (count, 1)),
        )
    )


def matrix(quaternion: np.ndarray) -> np.ndarray:
    """The rotation matrix of a unit quaternion, for column vectors."""
    w, x, y, z = quaternion
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def unit(random: np.random.Generator) -> np.ndarray:
    drawn = random.normal(size=4)
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def test_columns_are_what_viewers_expect() -> None:
    columns = made([0.75]).columns[0]

    assert columns[3:6].tolist() == [0, 0, 0]
    assert columns[9] == pytest.approx(np.log(3))
    assert columns[10:13] == pytest.approx(np.log([0.01] * 3))


def test_extreme_opacities_stay_finite() -> None:
    assert np.isfinite(made([0.0, 1.0]).columns).all()


def test_one_visible_gaussian_is_enough() -> None:
    check_gaussians(made([0.05, 0.11]))


def test_no_visible_gaussian_is_a_model_failure() -> None:
    with pytest.raises(ModelError, match="no visible Gaussian") as failed:
        check_gaussians(made([0.01, 0.02]))

    assert failed.value.code == ErrorCode.MODEL_FAILED


@pytest.mark.parametrize("column", [0, 6, 9, 12, 16])
def test_nan_is_a_model_failure(column: int) -> None:
    gaussians = made([0.9, 0.9])
    gaussians.columns[1, column] = np.nan

    with pytest.raises(ModelError, match="not finite") as failed:
        check_gaussians(gaussians)

    assert failed.value.code == ErrorCode.MODEL_FAILED


def test_up_is_turned_from_z_to_y() -> None:
    columns = made([0.9]).columns
    columns[0, :3] = (1, 2, 3)

    assert upright(columns)[0, :3].tolist() == [1, 3, -2]


def test_a_gaussian_turns_with_its_position() -> None:
    columns = made([0.9]).columns
    columns[0, 13:17] = unit(np.random.default_rng(7))
    turn = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]])

    turned = upright(columns)[0, 13:17]

    assert matrix(turned) == pytest.approx(turn @ matrix(columns[0, 13:17]), abs=1e-5)


def test_the_pose_puts_turned_points_where_the_models_pose_puts_its_own() -> None:
    """Row vectors, as in pytorch3d: camera = (point · scale) R + translation."""
    random = np.random.default_rng(3)
    rotation, scale, translation = unit(random), np.array([0.5, 0.6, 0.7]), random.normal(size=3)
    columns = np.tile(made([0.9]).columns, (10, 1))
    columns[:, :3] = random.normal(size=(10, 3))

    pose = upright_pose(translation.astype(np.float32), rotation, scale.astype(np.float32))

    expected = (columns[:, :3] * scale) @ matrix(rotation) + translation
    turned = upright(columns)[:, :3]
    assert (turned * pose.scale) @ matrix(np.asarray(pose.rotation)) + pose.translation == pytest.approx(
        expected, abs=1e-5
    )


def test_quaternions_multiply_as_their_rotations_do() -> None:
    random = np.random.default_rng(5)
    a, b = unit(random), unit(random)

    assert matrix(quaternion_product(a, b)) == pytest.approx(matrix(a) @ matrix(b), abs=1e-5)

"""The Python side of the contract, on the files that also test the TypeScript side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from gen3d_container.contract import ErrorAnswer, ReconstructionJob, answer_json, parse_answer, parse_job
from gen3d_container.embeddings import Manifest
from gen3d_container.errors import ErrorCode, ModelError

EVENTS = Path(__file__).resolve().parents[3] / "events" / "model"


def files_of(group: str) -> list[Path]:
    found = sorted((EVENTS / group).glob("*.json"))
    assert found, f"no fixtures in {group}"
    return found


def name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", files_of("jobs/valid"), ids=name)
def test_a_valid_job_is_accepted(path: Path) -> None:
    job = parse_job(path.read_bytes())

    assert job.task == json.loads(path.read_bytes())["task"]


@pytest.mark.parametrize("path", files_of("jobs/invalid"), ids=name)
def test_rejects_an_invalid_job(path: Path) -> None:
    with pytest.raises(ModelError) as refused:
        parse_job(path.read_bytes())

    assert refused.value.code == ErrorCode.INVALID_JOB


@pytest.mark.parametrize("path", files_of("jobs/refused"), ids=name)
def test_rejects_a_job_with_other_keys_than_the_prepared_ones_of_its_session(path: Path) -> None:
    with pytest.raises(ModelError, match="its own session") as refused:
        parse_job(path.read_bytes())

    assert refused.value.code == ErrorCode.INVALID_JOB


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"null", b"[]", b'"text"'])
def test_rejects_a_body_that_is_not_a_json_object(body: bytes) -> None:
    with pytest.raises(ModelError) as refused:
        parse_job(body)

    assert refused.value.code == ErrorCode.INVALID_JOB


def test_the_error_names_the_member_without_its_value() -> None:
    job = json.loads((EVENTS / "jobs/valid/embedding.json").read_bytes())
    job["session_id"] = "secret/../value"

    with pytest.raises(ModelError, match="session_id") as refused:
        parse_job(json.dumps(job).encode())

    assert "secret" not in refused.value.message


def test_quality_is_high_unless_the_job_says_otherwise() -> None:
    job = parse_job((EVENTS / "jobs/valid/reconstruction-by-default.json").read_bytes())

    assert isinstance(job, ReconstructionJob)
    assert job.quality == "high"
    assert job.seed is None


@pytest.mark.parametrize("path", files_of("answers/valid") + files_of("answers/errors"), ids=name)
def test_answers_round_trip(path: Path) -> None:
    answer = parse_answer(path.read_bytes())

    assert json.loads(answer_json(answer)) == json.loads(path.read_bytes())


@pytest.mark.parametrize("path", files_of("answers/invalid"), ids=name)
def test_rejects_an_invalid_answer(path: Path) -> None:
    with pytest.raises(ValidationError):
        parse_answer(path.read_bytes())


@pytest.mark.parametrize("path", files_of("manifests/valid"), ids=name)
def test_manifests_round_trip(path: Path) -> None:
    manifest = Manifest.model_validate_json(path.read_bytes())

    assert json.loads(manifest.model_dump_json()) == json.loads(path.read_bytes())


@pytest.mark.parametrize("path", files_of("manifests/invalid"), ids=name)
def test_rejects_an_invalid_manifest(path: Path) -> None:
    with pytest.raises(ValidationError):
        Manifest.model_validate_json(path.read_bytes())


def test_there_is_an_answer_for_each_code_and_no_other() -> None:
    written = {path.stem for path in files_of("answers/errors")}

    assert written == {code.value for code in ErrorCode}


def test_a_handled_failure_is_answered_with_its_code() -> None:
    answer = ErrorAnswer.of(ModelError(ErrorCode.MASK_EMPTY, "Nothing is selected."))

    assert json.loads(answer_json(answer)) == {
        "status": "error",
        "error": {"code": "MaskEmpty", "message": "Nothing is selected."},
    }

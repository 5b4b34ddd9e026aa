"""`gen3d_container serve` with stand-in models, from the job to the objects in S3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gen3d_container.__main__ import specs_of
from gen3d_container.embeddings import Manifest, unpack
from gen3d_container.ply import read_ply
from gen3d_container.settings import Settings
from tests.light.support.jobs import KEYS, MASK, PHOTO, embedding_json, reconstruction_json
from tests.light.support.pictures import disc, file_of, mask_file, photo
from tests.light.support.running import Running, running, until
from tests.light.support.s3 import FakeS3, fake_s3


@pytest.fixture(scope="module")
def s3() -> Iterator[FakeS3]:
    with fake_s3() as server:
        server.put(PHOTO, "p1", file_of(photo()))
        server.put(MASK, "m1", mask_file(disc()))
        yield server


@pytest.fixture(scope="module")
def server(s3: FakeS3, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("serve")
    stand_ins = ("serve", "--port", "0", "--embedding", "stand-in", "--reconstruction", "stand-in")
    credentials = {"AWS_ACCESS_KEY_ID": "test-key-id", "AWS_SECRET_ACCESS_KEY": "test-secret"}
    where = {"AWS_ENDPOINT_URL_S3": s3.url, "AWS_DEFAULT_REGION": "us-east-1"}
    with running("gen3d_container", folder, *stand_ins, **credentials, **where) as started:
        until(lambda: started.ping() == 200)
        yield started


def test_writes_an_embedding_to_s3(server: Running, s3: FakeS3) -> None:
    status, answer = server.invoke(embedding_json())

    manifest = Manifest.model_validate_json(s3.written(answer["embeddings_s3_key"]))
    assert (status, answer["status"]) == (200, "success")
    assert answer["model"]["preview"] is True
    assert set(unpack(s3.written(KEYS.embeddings_data), manifest.tensors)) == {
        "high_res_feats_0",
        "high_res_feats_1",
        "image_embed",
    }


def test_writes_a_reconstruction_to_s3(server: Running, s3: FakeS3) -> None:
    _, answer = server.invoke(reconstruction_json())

    assert answer["status"] == "success"
    mesh = read_ply(s3.written(answer["output_s3_key"]))
    assert mesh.faces is not None
    stats = answer["mesh_stats"]
    assert (len(mesh.vertices), len(mesh.faces)) == (stats["num_points"], stats["num_faces"])
    assert len(read_ply(s3.written(answer["splat_s3_key"])).vertices) > 0
    assert "pose" not in answer


def test_reports_a_missing_version(server: Running) -> None:
    _, answer = server.invoke(embedding_json(image={"key": PHOTO, "version": "p0"}))

    assert answer["error"]["code"] == "ObjectMissing"


def test_reports_a_denied_write_and_runs_the_next_job(server: Running, s3: FakeS3) -> None:
    s3.failures[KEYS.mesh] = (403, "AccessDenied")
    _, denied = server.invoke(reconstruction_json())
    s3.failures.clear()

    _, after = server.invoke(reconstruction_json())

    assert denied["error"]["code"] == "StorageDenied"
    assert after["status"] == "success"


def test_the_log_names_jobs_but_no_credentials(server: Running) -> None:
    server.invoke(embedding_json())

    log = (server.folder / "log").read_text()
    assert '"job_id": "gen3d-1"' in log
    assert "test-key-id" not in log
    assert "test-secret" not in log


def test_each_task_has_the_interpreter_of_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEN3D_SAM3_PYTHON", "/opt/sam3/bin/python")
    monkeypatch.setenv("GEN3D_SAM3D_PYTHON", "/opt/sam3d/bin/python")

    specs = specs_of("sam3", "sam3d", Settings())

    module = ("-m", "gen3d_container.worker", "--model")
    assert specs["get_embedding"].command == ("/opt/sam3/bin/python", *module, "sam3")
    assert specs["generate_3d"].command == ("/opt/sam3d/bin/python", *module, "sam3d")

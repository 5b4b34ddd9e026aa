"""S3 through boto3, with a fake S3 on loopback."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from gen3d_container.contract import PinnedObject
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.storage import S3Storage, connect
from tests.light.support.s3 import FakeS3, fake_s3

BUCKET, KEY = "gen3d-test-bucket", "users/user-1/sessions/session-1/photo.jpg"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeS3]:
    with fake_s3() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", server.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        monkeypatch.setenv("AWS_REGION", "us-east-1")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        yield server


@pytest.fixture
def storage(s3: FakeS3) -> S3Storage:
    return connect()


def read(storage: S3Storage, version: str = "v1", most: int = 1000) -> bytes:
    return storage.read(BUCKET, PinnedObject(key=KEY, version=version), most, ErrorCode.IMAGE_TOO_LARGE)


def test_exactly_the_named_version_is_read(s3: FakeS3, storage: S3Storage) -> None:
    s3.put(KEY, "v1", b"first")
    s3.put(KEY, "v2", b"second")

    assert (read(storage, "v1"), read(storage, "v2")) == (b"first", b"second")


def test_reports_a_missing_version_of_an_object(s3: FakeS3, storage: S3Storage) -> None:
    s3.put(KEY, "v1", b"first")

    with pytest.raises(ModelError, match="missing in the version") as failed:
        read(storage, "v0")

    assert failed.value.code == ErrorCode.OBJECT_MISSING


def test_rejects_more_bytes_than_allowed(s3: FakeS3, storage: S3Storage) -> None:
    s3.put(KEY, "v1", bytes(1001))

    with pytest.raises(ModelError, match=r"1001 bytes\. The limit is 1000") as failed:
        read(storage)

    assert failed.value.code == ErrorCode.IMAGE_TOO_LARGE


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (403, "AccessDenied", ErrorCode.STORAGE_DENIED),
        (403, "SignatureDoesNotMatch", ErrorCode.STORAGE_DENIED),
        (404, "NoSuchKey", ErrorCode.OBJECT_MISSING),
        (507, "InsufficientStorage", ErrorCode.STORAGE_FULL),
    ],
)
def test_errors_of_s3_have_codes(s3: FakeS3, storage: S3Storage, status: int, code: str, told: ErrorCode) -> None:
    s3.failures[KEY] = (status, code)

    with pytest.raises(ModelError) as failed:
        storage.write(BUCKET, KEY, b"body", "image/jpeg")

    assert failed.value.code == told


def test_other_errors_are_raised(s3: FakeS3, storage: S3Storage) -> None:
    s3.failures[KEY] = (400, "InvalidBucketState")

    with pytest.raises(ClientError, match="InvalidBucketState"):
        read(storage)


def test_bytes_and_files_are_written(s3: FakeS3, storage: S3Storage) -> None:
    storage.write(BUCKET, "bytes", b"body", "application/json")
    storage.write(BUCKET, "file", io.BytesIO(b"streamed"), "application/octet-stream")

    assert (s3.written("bytes"), s3.written("file")) == (b"body", b"streamed")


def test_missing_credentials_are_a_denial(s3: FakeS3, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")

    with pytest.raises(ModelError, match="No credentials") as failed:
        read(connect())

    assert failed.value.code == ErrorCode.STORAGE_DENIED

"""S3 through boto3: reads pinned versions and writes the session's own keys."""

from __future__ import annotations

import os
from contextlib import closing
from typing import IO, Any, Protocol

from gen3d_container.contract import PinnedObject
from gen3d_container.errors import ErrorCode, ModelError

_CHUNK = 2**20
_MISSING = {"NoSuchKey", "NoSuchVersion", "404", "NotFound", "MethodNotAllowed"}
_DENIED = {"AccessDenied", "403", "Forbidden", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken"}


class Storage(Protocol):
    """The storage that jobs read and write."""

    def read(self, bucket: str, pinned: PinnedObject, most_bytes: int, too_large: ErrorCode) -> bytes: ...

    def write(self, bucket: str, key: str, body: IO[bytes] | bytes, content_type: str) -> None: ...


class S3Storage:
    """The client of one worker."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 (boto3 creates its client classes at run time)
        self._client = client

    def read(self, bucket: str, pinned: PinnedObject, most_bytes: int, too_large: ErrorCode) -> bytes:
        """Reads exactly this version.

        :raises ModelError: ObjectMissing, StorageDenied, or `too_large` before reading more than `most_bytes`
        """
        found = self._call("GetObject", pinned.key, Bucket=bucket, Key=pinned.key, VersionId=pinned.version)
        with closing(found["Body"]) as body:
            if found["ContentLength"] > most_bytes:
                raise ModelError(
                    too_large,
                    f"{pinned.key} has {found['ContentLength']} bytes. The limit is {most_bytes}.",
                )
            return b"".join(body.iter_chunks(_CHUNK))

    def write(self, bucket: str, key: str, body: IO[bytes] | bytes, content_type: str) -> None:
        """Writes an object; files are streamed. :raises ModelError: StorageDenied or StorageFull"""
        self._call("PutObject", key, Bucket=bucket, Key=key, Body=body, ContentType=content_type)

    def _call(self, operation: str, key: str, **arguments: Any) -> Any:  # noqa: ANN401
        from botocore.exceptions import ClientError, NoCredentialsError

        call = self._client.get_object if operation == "GetObject" else self._client.put_object
        try:
            return call(**arguments)
        except NoCredentialsError:
            raise ModelError(ErrorCode.STORAGE_DENIED, f"No credentials for {operation} of {key}.") from None
        except ClientError as error:
            raise _classified(error, operation, key) from error


def connect() -> S3Storage:
    """Creates a client from the environment's region, credentials and AWS_ENDPOINT_URL_S3."""
    import boto3
    from botocore.config import Config

    config = Config(
        retries={"mode": "standard", "max_attempts": 4},
        connect_timeout=5,
        read_timeout=30,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path"} if os.environ.get("AWS_ENDPOINT_URL_S3") else None,
    )
    return S3Storage(boto3.Session().client("s3", config=config))


def _classified(error: Any, operation: str, key: str) -> Exception:  # noqa: ANN401
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code in _MISSING:
        return ModelError(ErrorCode.OBJECT_MISSING, f"{key} is missing in the version of the job.")
    if code in _DENIED:
        return ModelError(ErrorCode.STORAGE_DENIED, f"S3 denied {operation} of {key}: {code}.")
    if code in {"EntityTooLarge", "InsufficientStorage", "QuotaExceeded", "507"}:
        return ModelError(ErrorCode.STORAGE_FULL, f"S3 has no space for {key}: {code}.")
    return error if isinstance(error, Exception) else RuntimeError(code)

"""The object keys of a session, as in `contracts/keys.ts`."""

from __future__ import annotations

from dataclasses import dataclass

#: Most objects that one job makes.
MAX_OBJECTS = 8


@dataclass(frozen=True)
class ObjectKeys:
    """Keys of one object of a session's photo."""

    #: The prepared mask.
    mask: str
    mesh: str
    splat: str


@dataclass(frozen=True)
class SessionKeys:
    """Keys below `users/{user_id}/sessions/{session_id}/`. Both ids must be validated first."""

    user_id: str
    session_id: str

    @property
    def prefix(self) -> str:
        return f"users/{self.user_id}/sessions/{self.session_id}/"

    @property
    def photos(self) -> tuple[str, str]:
        """The keys that the prepared photo may have."""
        return (f"{self.prefix}photo.jpg", f"{self.prefix}photo.png")

    @property
    def embeddings(self) -> str:
        return f"{self.prefix}embeddings.json"

    @property
    def embeddings_data(self) -> str:
        return f"{self.prefix}embeddings.bin"

    @property
    def mask(self) -> str:
        return self.object(1).mask

    @property
    def mesh(self) -> str:
        return self.object(1).mesh

    @property
    def splat(self) -> str:
        return self.object(1).splat

    def object(self, number: int) -> ObjectKeys:
        """The keys of the photo's object `number`, from 1 to `MAX_OBJECTS`."""
        suffix = "" if number == 1 else f"_{number}"
        return ObjectKeys(
            mask=f"{self.prefix}mask{suffix}.png",
            mesh=f"{self.prefix}output_mesh{suffix}.ply",
            splat=f"{self.prefix}output_splat{suffix}.ply",
        )

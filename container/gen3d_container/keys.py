"""Object keys of one session, as `tasks/core/keys.ts` has them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SessionKeys:
    """Keys below `users/{user_id}/sessions/{session_id}/`; both ids must have passed their contract."""

    user_id: str
    session_id: str

    @property
    def prefix(self) -> str:
        return f"users/{self.user_id}/sessions/{self.session_id}/"

    @property
    def photos(self) -> tuple[str, str]:
        return (f"{self.prefix}original_image.jpg", f"{self.prefix}original_image.png")

    @property
    def mask(self) -> str:
        return f"{self.prefix}mask_final.png"

    @property
    def embeddings(self) -> str:
        return f"{self.prefix}embeddings.json"

    @property
    def embeddings_data(self) -> str:
        return f"{self.prefix}embeddings.bin"

    @property
    def mesh(self) -> str:
        return f"{self.prefix}output_mesh.ply"

    @property
    def splat(self) -> str:
        return f"{self.prefix}output_splat.ply"

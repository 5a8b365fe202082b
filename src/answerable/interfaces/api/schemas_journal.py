"""What the API says of the journal (docs/security/journal.md has the formats)."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from answerable.interfaces.api.schemas import Given

_Hash = Annotated[str, Field(description="32 bytes, base64.")]
_Note = Annotated[str, Field(description="The checkpoint as a signed note (C2SP tlog-checkpoint).")]


class InclusionOut(Given):
    leaf_index: int
    tree_size: int
    leaf_hash: _Hash
    hashes: Annotated[list[_Hash], Field(description="The leaf's neighbour first (RFC 9162, 2.1.3).")]
    checkpoint: _Note


class ConsistencyOut(Given):
    model_config = ConfigDict(populate_by_name=True)

    old: Annotated[int, Field(serialization_alias="from")]
    new: Annotated[int, Field(serialization_alias="to")]
    hashes: Annotated[list[_Hash], Field(description="As RFC 9162, 2.1.4, has them.")]
    checkpoint: _Note


class CheckpointOut(Given):
    size: Annotated[int, Field(description="Leaves in the tree, pads included.")]
    root: _Hash
    published_at: datetime
    checkpoint: _Note


class HistoryOut(Given):
    checkpoints: Annotated[list[CheckpointOut], Field(description="The newest first.")]

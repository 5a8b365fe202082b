"""The journal in the API's document: checkpoints, their history, and proofs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Query

from answerable.interfaces.api.schemas import ProblemOut
from answerable.interfaces.api.schemas_journal import CheckpointOut, ConsistencyOut, HistoryOut, InclusionOut
from answerable.interfaces.api.views import journal

router = Router(tags=["journal"])

_REFUSALS: dict[int, Any] = dict.fromkeys((400, 404, 500, 503), ProblemOut)
_LARGEST = 2**63 - 1


@router.get(
    "/proof/inclusion",
    response={200: InclusionOut, **_REFUSALS},
    summary="Prove that a line is in the journal",
    operation_id="journal_inclusion",
)
def prove_inclusion(
    request: HttpRequest,
    response: HttpResponse,
    leaf: str = Query(description="The leaf hash, base64url."),
    size: int | None = Query(
        None, ge=1, le=_LARGEST, description="Of a published checkpoint; else the newest."
    ),
) -> InclusionOut:
    """For whoever holds a receipt: the leaf's hash says nothing to anybody else."""
    return journal.inclusion(response, leaf, size)


@router.get(
    "/proof/consistency",
    response={200: ConsistencyOut, **_REFUSALS},
    by_alias=True,
    summary="Prove that the journal only grew",
    operation_id="journal_consistency",
)
def prove_consistency(
    request: HttpRequest,
    response: HttpResponse,
    old: int = Query(alias="from", ge=0, le=_LARGEST, description="The older size."),
    new: int | None = Query(
        None, alias="to", ge=1, le=_LARGEST, description="Of a checkpoint; else the newest."
    ),
) -> ConsistencyOut:
    return journal.consistency(response, old, new)


@router.get(
    "/checkpoint",
    response={200: CheckpointOut, **_REFUSALS},
    summary="The newest checkpoint",
    operation_id="journal_checkpoint",
)
def read_checkpoint(request: HttpRequest, response: HttpResponse) -> CheckpointOut:
    """The same note is served bare at /journal/checkpoint, tiles at /journal/tile/, keys at /journal/keys.json."""
    return journal.newest(response)


@router.get(
    "/checkpoints",
    response={200: HistoryOut, **_REFUSALS},
    summary="Every checkpoint that was published",
    operation_id="journal_history",
)
def read_history(
    request: HttpRequest,
    response: HttpResponse,
    before: int | None = Query(None, ge=0, le=_LARGEST, description="Only smaller ones than this size."),
    limit: int = Query(50, ge=1, le=1000),
) -> HistoryOut:
    return journal.history(response, before, limit)

"""Following a matter by reference and code, and what the API says about itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.enums import SubmissionState
from answerable.processes.sweep_submissions import sweep_submissions
from given import AT, SYSTEM

STATUS = "/api/v1/status"

pytestmark = pytest.mark.django_db


def asked(client: Client, reference: str, code: str, language: str = "en") -> Any:
    headers = {"Case-Reference": reference, "Access-Code": code, "Accept-Language": language}
    return client.get(STATUS, headers=headers)


def receipt() -> intake.Receipt:
    return intake.receive(intake.NewSubmission(channel="web", text="松树街夜里施工，半夜很吵"), AT)


def test_before_the_sweep_it_is_received_and_being_read(client: Client) -> None:
    held = receipt()
    response = asked(client, held.reference, held.code or "")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert (response.json()["state"], response.json()["state_text"]) == ("waiting", "Received, being read")
    assert (
        asked(client, held.reference, held.code or "", "zh-hans").json()["state_text"] == "已收到，正在阅办"
    )


def test_afterwards_it_tells_what_the_resident_may_see(client: Client) -> None:
    bureau = given.a_bureau()
    held = receipt()
    sweep_submissions(at=AT)
    case_id = cases.case_with_reference(held.reference)
    assert case_id is not None
    order = cases.DispatchOrder(case_id, bureau.unit("east-1"))
    cases.dispatch_cases(actor=SYSTEM, orders=[order], at=AT + timedelta(minutes=1))
    body = asked(client, held.reference.lower(), (held.code or "").lower()).json()
    assert (body["state"], body["unit"], body["round"]) == ("dispatched", "East Station 1", 1)
    assert body["due_at"]
    assert body["due_why"]
    assert body["timeline"]


def test_a_rejection_is_told_with_its_reason(client: Client) -> None:
    held = receipt()
    claimed = intake.claim_one(held.reference)
    assert claimed is not None
    outcome = intake.Outcome(
        claimed.id, SubmissionState.REJECTED, reason_zh="不属于公安职责。", reason_en="Not for the police."
    )
    intake.settle(actor=SYSTEM, outcomes=[outcome], at=AT)
    assert asked(client, held.reference, held.code or "").json()["reason"] == "Not for the police."


def test_a_wrong_code_and_an_unknown_reference_are_one_answer(client: Client) -> None:
    held = receipt()
    wrong = asked(client, held.reference, "0000-0000-0000-0000")
    unknown = asked(client, "2026-0000-0000", held.code or "")
    nothing = client.get(STATUS, headers={"Accept-Language": "en"})
    assert wrong.status_code == unknown.status_code == nothing.status_code == 404
    assert wrong.content == unknown.content == nothing.content


def test_the_document_describes_every_address_and_refuses_unknown_fields(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert set(document["paths"]) == {
        "/api/v1/submissions",
        "/api/v1/submissions/batch",
        "/api/v1/status",
        "/api/v1/journal/checkpoint",
        "/api/v1/journal/checkpoints",
        "/api/v1/journal/proof/inclusion",
        "/api/v1/journal/proof/consistency",
    }
    taken = document["components"]["schemas"]["SubmissionIn"]
    assert taken["additionalProperties"] is False
    assert "received_at" not in taken["properties"]
    submit = document["paths"]["/api/v1/submissions"]["post"]
    assert {"201", "200", "400", "401", "413", "422", "429", "503"} <= set(submit["responses"])
    assert [one["name"] for one in submit["parameters"]] == ["Idempotency-Key"]


def test_methods_that_are_not_there_are_refused(client: Client) -> None:
    assert client.post(STATUS).status_code == 405
    assert client.delete("/api/v1/submissions").status_code == 405

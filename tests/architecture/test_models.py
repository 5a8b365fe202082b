"""Rules that every model of the house obeys."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from answerable.kernel.privacy import PersonalData

FLOORS = (
    ("ledger",),
    ("organisation",),
    ("proposals",),
    ("credentials", "deadlines", "parties", "files", "messaging"),
    ("cases",),
    ("intake", "dispatch", "review", "retention"),
    ("insight",),
)
FLOOR_OF = {label: number for number, labels in enumerate(FLOORS) for label in labels}


def our_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model.__module__.startswith("answerable."):
            yield model


def foreign_keys() -> Iterator[tuple[type[models.Model], "models.ForeignKey[object, object]"]]:
    for model in our_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey):
                yield model, field


@pytest.mark.parametrize("model", list(our_models()), ids=lambda model: model._meta.label)
def test_a_model_says_what_personal_data_it_holds(model: type[models.Model]) -> None:
    declared = getattr(model, "personal_data", None)
    assert isinstance(declared, PersonalData), f"{model._meta.label} must declare `personal_data`"
    assert declared.retired
    names = {field.name for field in model._meta.get_fields()}
    assert set(declared.fields) <= names


def test_every_context_has_its_floor() -> None:
    contexts = {m._meta.app_label for m in our_models() if ".contexts." in m.__module__}
    assert contexts <= FLOOR_OF.keys()


def test_foreign_keys_point_down_and_leave_no_trace_above() -> None:
    for model, field in foreign_keys():
        here, there = model._meta.app_label, field.related_model._meta.app_label
        if here == there or here not in FLOOR_OF:
            continue
        assert FLOOR_OF[there] < FLOOR_OF[here], f"{model._meta.label}.{field.name} points up or sideways"
        assert field.remote_field.hidden, f'{model._meta.label}.{field.name} needs related_name="+"'

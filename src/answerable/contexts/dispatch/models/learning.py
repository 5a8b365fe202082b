"""What the classifier was, and what it can learn from."""

from typing import ClassVar

from django.db import models

from answerable.contexts.dispatch.enums import LessonKind, ModelOrigin
from answerable.kernel.privacy import NONE, PersonalData


class ModelVersion(models.Model):
    """A trained classifier. Its numbers lie in the data folder under its code, which is the hash of its content."""

    code = models.CharField(max_length=16, unique=True)
    origin = models.CharField(max_length=10, choices=ModelOrigin)
    examples = models.PositiveIntegerField()
    classes = models.PositiveIntegerField()
    precision_wanted = models.FloatField()
    threshold = models.FloatField()
    # Out-of-sample figures of the training: macro_f1, accuracy, ece, coverage, precision.
    metrics = models.JSONField(default=dict)
    trained_at = models.DateTimeField()
    by_post_id = models.BigIntegerField(null=True)
    active = models.BooleanField(default=False)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["active"], name="dispatch_one_model", condition=models.Q(active=True)
            ),
        ]


class Lesson(models.Model):
    """A case whose topic or unit a person has confirmed, corrected or refused. The words stay in the case."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=LessonKind)
    topic = models.CharField(max_length=60, blank=True)
    case_kind = models.CharField(max_length=20, blank=True)
    unit_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "at"], name="dispatch_lesson_once"),
        ]

"""What cases are about, and how answers to them begin."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from answerable.contexts.cases.enums import Kind, Sensitive, TemplatePurpose
from answerable.kernel.privacy import NONE, PersonalData


class Topic(models.Model):
    """A topic of the first or second level. Never deleted: old cases keep their topic."""

    code = models.CharField(max_length=60, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100)
    description_zh = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    terms_zh = ArrayField(models.CharField(max_length=60), default=list)
    terms_en = ArrayField(models.CharField(max_length=60), default=list)
    kind = models.CharField(max_length=20, choices=Kind)
    sensitive = models.CharField(max_length=10, choices=Sensitive, blank=True)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    personal_data: ClassVar[PersonalData] = NONE

    def __str__(self) -> str:
        return self.code


class AnswerTemplate(models.Model):
    """A text to begin with. `*` is any kind, topic or channel."""

    code = models.CharField(max_length=60, unique=True)
    purpose = models.CharField(max_length=20, choices=TemplatePurpose)
    kind = models.CharField(max_length=20, default="*")
    topic = models.CharField(max_length=60, default="*")
    channel = models.CharField(max_length=20, default="*")
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100)
    body_zh = models.TextField()
    body_en = models.TextField()
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    personal_data: ClassVar[PersonalData] = NONE

    def __str__(self) -> str:
        return self.code


class TopicVersion(models.Model):
    """One row whose number rises with every change of topics or templates, so that snapshots know when they are old."""

    number = models.BigIntegerField(default=0)

    personal_data: ClassVar[PersonalData] = NONE

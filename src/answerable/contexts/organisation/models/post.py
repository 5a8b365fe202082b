"""People, their posts, and what a post may do."""

import uuid
from typing import ClassVar

from django.db import models

from answerable.contexts.ledger.api import InJournal
from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.models.unit import Unit
from answerable.kernel.privacy import NONE, PersonalData


class Person(models.Model):
    """A member of staff. Walls follow persons, whatever post they hold."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=100)
    active = models.BooleanField(default=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name",), retired="Staff data, kept while employed and as long as their acts are kept."
    )


class Post(models.Model):
    """A person's place in a unit for a time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=60, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    personal_data: ClassVar[PersonalData] = NONE
    in_journal: ClassVar[InJournal] = InJournal(
        plain=("public_id", "code", "person", "unit", "starts_on", "ends_on"),
        digested=("title_zh", "title_en"),
    )

    def __str__(self) -> str:
        return self.code


class Grant(models.Model):
    """A post holds a role for a unit and everything below it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    personal_data: ClassVar[PersonalData] = NONE
    in_journal: ClassVar[InJournal] = InJournal(plain=("post", "role", "unit"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "role", "unit"], name="organisation_grant_once")
        ]


class SavedView(models.Model):
    """A list that a post has kept: a page with its filter."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "page", "name"], name="organisation_saved_view_once")
        ]

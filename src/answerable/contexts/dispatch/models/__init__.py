"""What dispatch keeps: the catalogue, the models, what they suggested, and what people said to that."""

from answerable.contexts.dispatch.models.catalogue import CatalogueRule, CatalogueVersion
from answerable.contexts.dispatch.models.learning import Lesson, ModelVersion
from answerable.contexts.dispatch.models.suggestion import Suggestion

__all__ = ["CatalogueRule", "CatalogueVersion", "Lesson", "ModelVersion", "Suggestion"]

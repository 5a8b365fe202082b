"""What can go wrong with dispatch."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError, NotFound


class SuggestionNotFound(NotFound):
    """There is no open suggestion for this case, or the actor may not know of the case."""


class NothingSuggested(AnswerableError):
    """A suggestion without a unit can't be accepted, only corrected."""

    code = "nothing_suggested"
    status = 422
    sentence = _("No unit is suggested here. Choose one.")


class TooFewExamples(AnswerableError):
    """There is too little to learn from, or too little of each topic."""

    code = "too_few_examples"
    status = 422
    sentence = _(
        "Two topics with at least five examples each are needed to learn from; there are %(topics)s."
    )


class ModelUnreadable(AnswerableError):
    """The files of a model are missing, damaged, or of another version."""

    code = "model_unreadable"
    status = 503
    sentence = _(
        "The files of model %(model)s are missing or damaged. Train again with `answerable triage train`."
    )


class UnknownModel(NotFound):
    sentence = _("There is no model of this code. `answerable triage models` lists them.")


class UnknownLabels(AnswerableError):
    """A labelled file names topics that the bureau does not have."""

    code = "unknown_labels"
    status = 422
    sentence = _("These labels are no topics of this bureau: %(labels)s. Use their codes or names.")

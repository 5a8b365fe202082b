"""What a service refuses becomes an error of the form in which it was typed, so that nothing has to be typed twice."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms

from answerable.kernel.errors import AnswerableError, Invalid

# Out of sight, and changed meanwhile: these need another page than the form.
PASSED_ON = (404, 409)


@contextmanager
def told(form: forms.Form) -> Iterator[None]:
    """Put a refusal beside the field that it is about, or over the form."""
    try:
        yield
    except Invalid as error:
        for fault in error.faults:
            form.add_error(fault.where if fault.where in form.fields else None, str(fault.sentence))
    except AnswerableError as error:
        if error.status in PASSED_ON:
            raise
        form.add_error(None, str(error))

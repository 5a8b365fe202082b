"""What a service refuses becomes an error of the form in which it was typed, so that nothing has to be typed twice."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms

from answerable.kernel.errors import AnswerableError, Invalid, NotFound


@contextmanager
def told(form: forms.Form) -> Iterator[None]:
    """Put a refusal beside the field that it is about, or over the form. What is out of sight stays a 404."""
    try:
        yield
    except Invalid as error:
        for fault in error.faults:
            form.add_error(fault.where if fault.where in form.fields else None, str(fault.sentence))
    except NotFound:
        raise
    except AnswerableError as error:
        form.add_error(None, str(error))

"""A list as a file."""

import tempfile

from django.http import FileResponse, QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from answerable.interfaces.console import listing as listings
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.fresh import Fresh
from answerable.interfaces.console.navigation import READERS
from answerable.interfaces.console.views.cases import first_view
from answerable.kernel.errors import NotFound
from answerable.kernel.table_files import Form
from answerable.processes.export_cases import export_cases

IN_MEMORY = 4 * 1024 * 1024


@require_POST
@desk_page(*READERS, fresh=Fresh.BUTTON)
def export(request: DeskRequest) -> FileResponse:
    """Write the list as it is narrowed now; a large one goes through a file on disk."""
    wanted = request.POST.get("form", "")
    if wanted not in set(Form):
        raise NotFound
    form = Form(wanted)
    listing = listings.read(QueryDict(request.POST.get("query", "")), view=first_view(request.desk))
    # Closed by the response.
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    export_cases(
        actor=request.actor,
        narrowed=listing.filter,
        form=form,
        language=get_language() or "zh-hans",
        target=target,  # type: ignore[arg-type]
        at=request.at,
    )
    target.seek(0)
    day = timezone.localdate(request.at)
    name = f"{listing.view}-{day:%Y-%m-%d}.{form}"
    return FileResponse(target, as_attachment=True, filename=name, content_type=form.media_type)

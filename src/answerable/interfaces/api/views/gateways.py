"""`/api/v1/gateways/ID/calls`: where gateways bring in what residents said, and report what became of our messages.

A plain view like the other roads of machines: the adapter of the gateway checks the signature over the raw bytes.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from answerable.contexts.messaging import api as messaging
from answerable.interfaces.api.bodies import KILO, read_raw
from answerable.interfaces.api.problems import WrongMethod, answers_problems
from answerable.kernel.clock import now
from answerable.processes.take_gateway_call import take_gateway_call

LARGEST = 256 * KILO


@csrf_exempt
@answers_problems
def call(request: HttpRequest, gateway: UUID) -> HttpResponse:
    """Take a call: 200 once everything in it is kept, 401 where it is not the gateway's own."""
    if request.method not in ("GET", "POST"):
        raise WrongMethod
    came = messaging.Call(
        method=request.method,
        query={name: str(value) for name, value in request.GET.items()},
        headers={name.lower(): value for name, value in request.headers.items()},
        body=read_raw(request, LARGEST),
    )
    answer = take_gateway_call(gateway_id=gateway, call=came, at=now())
    response = HttpResponse(answer, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response

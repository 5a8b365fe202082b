"""Addresses of the API, under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from answerable.interfaces.api.document import api
from answerable.interfaces.api.views import gateways, scim, submissions

urlpatterns: list[URLPattern | URLResolver] = [
    path("submissions", submissions.submit, name="api_submit"),
    path("submissions/batch", submissions.submit_batch, name="api_submit_batch"),
    path("gateways/<uuid:gateway>/calls", gateways.call, name="api_gateway_call"),
    path("scim/v2/Users", scim.users, name="scim_users"),
    path("scim/v2/Users/.search", scim.search, name="scim_search_users"),
    path("scim/v2/Users/<str:public_id>", scim.user, name="scim_user"),
    path("scim/v2/ServiceProviderConfig", scim.about, name="scim_about"),
    path("scim/v2/ResourceTypes", scim.types, name="scim_types"),
    path("scim/v2/ResourceTypes/<str:name>", scim.types, name="scim_type"),
    path("scim/v2/Schemas", scim.schemas, name="scim_schemas"),
    path("scim/v2/Schemas/<str:name>", scim.schemas, name="scim_schema"),
    path("scim/v2/.search", scim.search, name="scim_search"),
    path("scim/v2/<path:rest>", scim.nowhere, name="scim_nowhere"),
    path("", api.urls),
]

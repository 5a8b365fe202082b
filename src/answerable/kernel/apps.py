"""The kernel as a Django application: it only carries jobs and translations."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "answerable.kernel"
    label = "kernel"

"""The processes as a Django application, so that their subscribers and tasks are known from the start."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig

from answerable import processes


class ProcessesConfig(AppConfig):
    name = "answerable.processes"
    label = "processes"

    def ready(self) -> None:
        for module in iter_modules(processes.__path__):
            if module.name != "apps":
                import_module(f"{processes.__name__}.{module.name}")

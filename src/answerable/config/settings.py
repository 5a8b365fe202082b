"""Django's settings, worked out from `options`. Nothing here is a choice of the bureau."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from answerable.config import logs, options

OPTIONS = options.load()
DEMO = OPTIONS.mode is options.Mode.DEMO

SECRET_KEY = OPTIONS.kept_secret("secret_key", OPTIONS.secret_key)
SECRET_KEY_FALLBACKS = [key.get_secret_value() for key in OPTIONS.secret_key_fallbacks]
VAULT_KEY = OPTIONS.kept_secret("vault_key", OPTIONS.vault_key)
VAULT_KEY_FALLBACKS = [key.get_secret_value() for key in OPTIONS.vault_key_fallbacks]
KEPT_KEYS = OPTIONS.data_dir / "keys"
# Outside the database and its backups: what was erased stays erased after a restore.
ERASURE_LIST = OPTIONS.data_dir / "erasures" / "list.jsonl"
KEYSTORE = OPTIONS.keystore or KEPT_KEYS / "keystore.json"
DEBUG = False
ALLOWED_HOSTS = OPTIONS.hosts
ROOT_URLCONF = "answerable.config.urls"
WSGI_APPLICATION = "answerable.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "answerable.kernel",
    "answerable.contexts.ledger",
    "answerable.contexts.organisation",
    "answerable.contexts.proposals",
    "answerable.contexts.credentials",
    "answerable.contexts.deadlines",
    "answerable.contexts.parties",
    "answerable.contexts.files",
    "answerable.contexts.messaging",
    "answerable.contexts.cases",
    "answerable.contexts.intake",
    "answerable.contexts.dispatch",
    "answerable.contexts.review",
    "answerable.contexts.retention",
    "answerable.contexts.insight",
    "answerable.processes",
    "answerable.interfaces.web",
    "answerable.interfaces.console",
    "answerable.interfaces.portal",
    "answerable.interfaces.api",
    # Last: it locks what the others have made.
    "answerable.config.lock",
]

MIDDLEWARE = [
    "answerable.interfaces.web.proxy.BehindProxy",
    "answerable.interfaces.web.headers.Headers",
    "answerable.interfaces.web.middleware.RequestLog",
    "answerable.interfaces.api.middleware.OverTls",
    "answerable.interfaces.api.middleware.MachineRoad",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "answerable.interfaces.web.middleware.Errors",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "answerable.interfaces.web.context.shell",
            ],
        },
    }
]


FORM_RENDERER = "answerable.interfaces.web.forms.Renderer"
CSRF_FAILURE_VIEW = "answerable.interfaces.web.views.errors.csrf_failed"


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", "") or unquote(parts.hostname or "")
    search_path = f"-c search_path={OPTIONS.database_schema}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "answerable",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(query.pop("port", "") or parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10, "options": search_path, **query},
    }


# Without a URL (a bare `--help`, the type checker) nothing connects; the command line sets one.
DATABASES = {
    "default": _database(
        OPTIONS.database_url.get_secret_value() if OPTIONS.database_url else "postgresql:///answerable"
    )
}

AUTH_USER_MODEL = "organisation.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "console:sign_in"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = OPTIONS.https
SESSION_COOKIE_NAME = "__Host-session" if OPTIONS.https else "session"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = OPTIONS.https
CSRF_COOKIE_NAME = "__Host-csrf" if OPTIONS.https else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [OPTIONS.public_url] if OPTIONS.https else []
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if OPTIONS.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = OPTIONS.https
# Not `no-referrer`: browsers then send `Origin: null` with every form, which the check against forgery refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "worker-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

USE_TZ = True
TIME_ZONE = OPTIONS.time_zone
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = OPTIONS.https
LANGUAGE_COOKIE_AGE = 365 * 86400

BUILT_ASSETS = Path(__file__).resolve().parent.parent / "interfaces" / "web" / "static" / "dist"
STATIC_URL = "/static/"
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = OPTIONS.data_dir / "media"

PROCRASTINATE_IMPORT_PATHS = ["answerable.kernel.jobs"]

LOGGING_CONFIG = None
logs.configure(OPTIONS.log_level)

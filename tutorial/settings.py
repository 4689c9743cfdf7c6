"""Every setting, read from the environment. README.md has the table of the variables.

`tutorial.limits`: how much one network, learner, run or process may take. `tutorial.engines`: database, cache
and channel layer. `tutorial.sign_in`: who is let in, and what becomes of failures.
"""

import logging
from pathlib import Path

from django.utils.csp import CSP

from tutorial import environment
from tutorial.engines import *
from tutorial.environment import days, env, required
from tutorial.limits import *
from tutorial.log_records import LogRecordWithoutTickets
from tutorial.mail import mailers
from tutorial.sign_in import *

BASE_DIR: Path = environment.BASE_DIR
VAR_DIR: Path = environment.VAR_DIR
DEBUG: bool = environment.DEBUG

SECRET_KEY = required("DJANGO_SECRET_KEY", in_debug="for-development-only")
ALLOWED_HOSTS = required("DJANGO_ALLOWED_HOSTS", in_debug="localhost,127.0.0.1,[::1]").split(",")
HTTPS: bool = environment.HTTPS
# What is told to others for good, such as xAPI statements, names the site by this address.
PUBLIC_URL = (
    env.str("PUBLIC_URL", default="") or f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0].removeprefix('.')}"
).rstrip("/")
TRUSTED_PROXIES: int = environment.TRUSTED_PROXIES

INSTALLED_APPS = [
    "lessons",
    "quizzes",
    "live_demo",
    "tutorial",
    "tutorial.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "servestatic",
    "django.contrib.staticfiles",
    "axes",
    "channels",
    "crispy_forms",
    "django_htmx",
    "nested_admin",
    "ninja",
    "reversion",
]

MIDDLEWARE = [
    "quizzes.api.middleware.api_responses",  # first: it makes problem details of what the others refuse
    "django.middleware.gzip.GZipMiddleware",  # with padding of random length, against BREACH
    "tutorial.database_away.DatabaseAwayMiddleware",
    "tutorial.no_nul.without_nul",
    "tutorial.too_large.TooLargeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lessons.refused.RefusedMiddleware",
    "lessons.accounts.deleted_meanwhile.DeletedMeanwhileMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it replaces the response of a sign-in that is locked out
]

ROOT_URLCONF = "tutorial.urls"
ASGI_APPLICATION = "tutorial.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tutorial.shell.shell",
            ],
        },
    }
]

FORM_RENDERER = "tutorial.form_renderer.FormRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("handshake",)
CRISPY_TEMPLATE_PACK = "handshake"

# What is kept, and for how long; docs/privacy.md says of what. `manage.py clean_up` removes the rest -----

RETENTION = {
    "runs": days("KEEP_RUNS_DAYS", 90),  # since they were started, unless their learner keeps them
    "guests": days("KEEP_GUESTS_DAYS", 365),  # learners without an account, since they last did something
    "sessions": days("KEEP_SESSIONS_DAYS", 14),  # sign-ins, since they last changed
    "failed_sign_ins": days("KEEP_FAILED_SIGN_INS_DAYS", 30),
    "rooms": days("KEEP_ROOMS_DAYS", 1),  # since they closed
    "api_answers": days("KEEP_API_ANSWERS_DAYS", 1),  # what calls with an Idempotency-Key were answered
}
SESSION_COOKIE_AGE = int(RETENTION["sessions"].total_seconds())

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Static files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
BUNDLES = VAR_DIR / "bundles"  # `set_up` writes them from tutorial/static/css and js
BUNDLES.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BUNDLES]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "tutorial.static_storage.CompressedOnceStorage"
    },
}

# Language and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = "tutorial.formats"

# Security -----------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
DATA_UPLOAD_MAX_MEMORY_SIZE = BODIES["BYTES"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a lesson with fifty questions is one form in the admin

# Mail is sent for forgotten passwords only. Without EMAIL_URL, the page says whom to ask.
HAS_MAIL = bool(env.str("EMAIL_URL", default=""))
if HAS_MAIL:
    MAILERS = mailers(env.email_url("EMAIL_URL"))
    DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"handshake@{ALLOWED_HOSTS[0].removeprefix('.')}")

logging.setLogRecordFactory(LogRecordWithoutTickets)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "tutorial.log_lines.TimedLine"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals", "redis"]}
    },
    "filters": {
        "not_expected": {"()": "live_demo.workers.expected_errors.UnexpectedOnly"},
        "refusals": {"()": "tutorial.log_records.RefusalsInOneLine"},
        "redis": {"()": "tutorial.redis_log.RedisAwayInOneLine"},
    },
    "loggers": {name: {"filters": ["not_expected"]} for name in ("daphne.server", "uvicorn.error")},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

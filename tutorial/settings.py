"""Every setting, read from the environment. README.md has the table of the variables.

How much one network, learner, run or process may take is in `tutorial.limits`.
"""

import logging
from datetime import timedelta
from pathlib import Path

from django.utils.csp import CSP

from tutorial import environment
from tutorial.environment import days, env, required
from tutorial.limits import *
from tutorial.log_records import LogRecordWithoutTickets
from tutorial.mail import mailers

BASE_DIR: Path = environment.BASE_DIR
VAR_DIR: Path = environment.VAR_DIR
DEBUG: bool = environment.DEBUG

SECRET_KEY = required("DJANGO_SECRET_KEY", in_debug="for-development-only")
ALLOWED_HOSTS = required("DJANGO_ALLOWED_HOSTS", in_debug="localhost,127.0.0.1,[::1]").split(",")
HTTPS = env.bool("DJANGO_HTTPS", default=not DEBUG)
# What is told to others for good, such as xAPI statements, names the site by this address.
PUBLIC_URL = (
    env.str("PUBLIC_URL", default="") or f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0].removeprefix('.')}"
).rstrip("/")
# A proxy in front speaks TLS, so there is one where HTTPS is on. Only what these proxies set is believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1 if HTTPS else 0)
REDIS_URL = env.str("REDIS_URL", default="")

INSTALLED_APPS = [
    "lessons",
    "quizzes",
    "live_demo",
    "tutorial",
    "django.contrib.admin",
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

# Engines ------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'handshake.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None  # opening the file costs more than most queries
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait. A writer waits for its turn before it reads, so that it cannot fail later.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # connections are made anew after a restart
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        # Under ASGI, a kept connection belongs to a thread that may never run again; a pool avoids that.
        # While the database is away a page waits for 1.5 s, and the pool tries anew for the next one.
        "pool": {"min_size": 0, "max_size": 10, "timeout": 1.5, "reconnect_timeout": 1},
        "connect_timeout": 2,
        # A peer that is gone without a word: given up after 2 s without an acknowledgement, and looked for.
        "tcp_user_timeout": 2000,
        "keepalives_idle": 2,
        "keepalives_interval": 1,
        "keepalives_count": 2,
    }

if REDIS_URL:
    host = {"address": REDIS_URL, "socket_connect_timeout": 1}
    layer = {"backend": "tutorial.redis_layer.BoundedRedisLayer", "config": {"hosts": [host]}}
    CACHES = {
        "default": {
            "BACKEND": "tutorial.cache.RedisOrLocalCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "json",
        }
    }
else:
    layer = {"backend": "channels.layers.InMemoryChannelLayer"}
    CACHES = {"default": {"BACKEND": "tutorial.cache.LocalCache"}}

# The layer shows the members of a room what their groups do (docs/xray.md).
CHANNEL_LAYERS = {"default": {"BACKEND": "live_demo.xray.XrayLayer", "CONFIG": {**layer, "prefix": "room."}}}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Static files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
BUNDLES = VAR_DIR / "bundles"  # `set_up` writes them from tutorial/static/css
BUNDLES.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BUNDLES]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "servestatic.storage.CompressedManifestStaticFilesStorage"
    },
}

# Language and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

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
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
BODIES: dict[str, int] = {
    "BYTES": DATA_UPLOAD_MAX_MEMORY_SIZE,  # the largest body of a request
    "API_BYTES": 8 * 1024 * 1024,  # with a key of the API: batches
    "ADMIN_BYTES": 11 * 1024 * 1024,  # in the admin: zips of lessons, files of questions
    "ALL_BYTES": 64 * 1024 * 1024,  # of all bodies over 64 KiB that are held at once
    "SECONDS": 60,  # in which a body must be complete
    "DROP_SECONDS": 10,  # how long what a client still sends after a refusal is read and dropped
}
CONNECTIONS: dict[str, int] = {
    # Of one network to one process at once. Behind a proxy all come from the proxy, which must limit them.
    "OF_ONE": 0 if TRUSTED_PROXIES else env.int("MAX_CONNECTIONS_OF_ONE", default=400),
    "REQUEST_SECONDS": 10,  # in which the first line and the headers of a request must be complete
    "UNREAD_SECONDS": 60,  # in which a client must have taken what waits for it
    "UNREAD_BYTES": 64 * 1024 * 1024,  # of all connections; beyond it the slowest client is cut off
    "SOCKET_BYTES": 1024 * 1024,  # that wait for one WebSocket client, or that it sends in 10 s
    "MESSAGE_BYTES": 16 * 1024,  # of one message to the server; the labs and the watch socket take 4096
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a lesson with fifty questions is one form in the admin

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

AUTHENTICATION_BACKENDS = [
    "lessons.accounts.throttling.FewFailuresBackend",  # first: these two refuse before a password is hashed
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "login", "profile", "home"

# Mail is sent for forgotten passwords only. Without EMAIL_URL, the page says whom to ask.
HAS_MAIL = bool(env.str("EMAIL_URL", default=""))
if HAS_MAIL:
    MAILERS = mailers(env.email_url("EMAIL_URL"))
    DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"handshake@{ALLOWED_HOSTS[0].removeprefix('.')}")

# Failed sign-ins of one network within 15 minutes, whatever the names, before it has to wait.
FAILED_SIGN_INS = env.int("FAILED_SIGN_INS", default=20)
# Failed sign-ins are counted for a user name and an IP address together, so that nobody can lock out others.
# The IP address is the client's own, which `tutorial.proxies` has made sure.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "lessons.addresses.network"
AXES_USERNAME_CALLABLE = "lessons.accounts.counted_name.counted_name"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False  # instructors have no use for its tables on their front page
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "lessons.accounts.signing_in.locked"
AXES_DISABLE_ACCESS_LOG = True  # for privacy: no log of who signed in when
AXES_VERBOSE = False

logging.setLogRecordFactory(LogRecordWithoutTickets)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]}},
    "filters": {
        "not_expected": {"()": "live_demo.workers.expected_errors.UnexpectedOnly"},
        "refusals": {"()": "tutorial.log_records.RefusalsInOneLine"},
    },
    "loggers": {name: {"filters": ["not_expected"]} for name in ("daphne.server", "uvicorn.error")},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

"""Settings: how passwords are checked, and how many failures a sign-in may have."""

from datetime import timedelta

from tutorial.environment import env

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

# Failed sign-ins of one network within 15 minutes, whatever the names, before it has to wait.
FAILED_SIGN_INS = env.int("FAILED_SIGN_INS", default=20)
# Failed sign-ins are counted for a user name and a network together, so that nobody can lock out others.
# The network is that of the client's own address, which `tutorial.proxies` has made sure.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "lessons.network_limits.network"
AXES_USERNAME_CALLABLE = "lessons.accounts.counted_name.counted_name"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False  # instructors have no use for its tables on their front page
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "lessons.accounts.signing_in.locked"
AXES_DISABLE_ACCESS_LOG = True  # for privacy: no log of who signed in when
AXES_VERBOSE = False

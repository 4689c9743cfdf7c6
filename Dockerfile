# Two stages: libraries and static files are made in the first, only what runs is in the second.
FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements/base.txt requirements/
RUN /venv/bin/pip install --require-hashes -r requirements/base.txt
COPY . .
# Collecting static files needs settings, not secrets: these values are in no layer of the image that runs.
RUN DJANGO_SECRET_KEY=only-while-building DJANGO_ALLOWED_HOSTS=localhost /venv/bin/python manage.py collectstatic --noinput

FROM python:3.13-slim-trixie
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# pg_dump and pg_restore, for manage.py backup and restore: in the server's version (compose.yaml) or a newer one.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client-17 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /app handshake
# The folder of the socket to the fork server of learners' code, which runs as this user (compose.yaml).
RUN useradd --system --uid 10002 --no-create-home handshake-sandbox && mkdir /run/handshake-sandbox && chown 10002:10002 /run/handshake-sandbox
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build --chown=handshake /app /app
USER handshake
VOLUME /app/var
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s CMD ["python", "bin/healthcheck"]
# Exec form: the server is process 1 and gets the signals.
CMD ["python", "-m", "tutorial.serve", "--host", "0.0.0.0"]

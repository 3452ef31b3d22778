# PowderApp with everything it needs, as an ordinary user. Without DATABASE_URL it runs a PostgreSQL of its own.
FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /opt/powderapp
COPY requirements.lock ./
RUN pip install --require-hashes --only-binary :all: --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY powderapp powderapp
COPY templates templates
COPY static static
COPY migrations migrations
RUN pip install --no-deps --no-build-isolation . \
    && python -m whitenoise.compress --quiet "$(python -c 'from powderapp.assets_path import STATIC; print(STATIC)')" \
    && useradd --system --uid 10001 --home-dir /var/lib/powderapp --create-home powderapp

USER powderapp
WORKDIR /var/lib/powderapp
ENV FLASK_ENV=production HOST=0.0.0.0 STORAGE_DIR=/var/lib/powderapp/storage
VOLUME /var/lib/powderapp
EXPOSE 5000
HEALTHCHECK --interval=10s --start-period=60s CMD ["powderapp", "health"]
CMD ["powderapp", "run"]

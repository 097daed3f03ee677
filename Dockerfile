# The bot on Telegram. Build: docker build -t grain-of-salt .   Run: see compose.yaml.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore \
    MPLCONFIGDIR=/tmp/matplotlib \
    XDG_CACHE_HOME=/var/cache \
    DATA_DIR=/data

WORKDIR /app

# Before the code: a change of the code then builds in seconds.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY LICENSE ./
COPY bot/ bot/
COPY knowledge/ knowledge/

# The model that hears alarms, put together once: nothing can be kept where the bot runs.
RUN python -c "from knowledge.embedding import embed_alarms; embed_alarms([''])"

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin grain \
    && mkdir /data \
    && chown grain:grain /data
USER grain
VOLUME /data

# Fails when the bot is not polling or its database cannot be used.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-m", "bot", "health"]

CMD ["python", "-m", "bot", "run"]

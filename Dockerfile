FROM python:3.13-slim AS packages
COPY requirements.lock /
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r /requirements.lock

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Lắng Nghe" \
      org.opencontainers.image.licenses="MIT"
# The same number everywhere, so that /data can be given to it from outside.
RUN useradd --system --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin langnghe
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LANGNGHE_DATA_DIR=/data \
    LANGNGHE_HTTP_HOST=0.0.0.0 \
    LANGNGHE_HTTP_PORT=8080
USER 10001
VOLUME /data
EXPOSE 8080
# The slim image has no curl. A first start migrates the database before it serves.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['LANGNGHE_HTTP_PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]

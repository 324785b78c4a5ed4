# The command `digest` in a small image; the newsroom is mounted at /newsroom.
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir 'uv>=0.9'
WORKDIR /src
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project
COPY digest digest
COPY subscribers subscribers
COPY templates templates
RUN uv sync --frozen --no-dev --no-editable

FROM python:3.13-slim
# A font with Cyrillic letters, for the pictures that networks show beside links to letters.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-dejavu-core && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 1000 digest
COPY --from=build /src/.venv /src/.venv
ENV PATH=/src/.venv/bin:$PATH DIGEST_NEWSROOM=/newsroom
USER digest
WORKDIR /newsroom
ENTRYPOINT ["digest"]

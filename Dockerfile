# Build stage: the whole tool chain stays behind.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked && cp target/release/crm-copilot /crm-copilot

# Run stage: the binary, CA certificates, and a user without rights.
FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home --home-dir /app app
COPY --from=build /crm-copilot /usr/local/bin/crm-copilot
USER app
WORKDIR /app
ENV HOST=0.0.0.0 PORT=3000
EXPOSE 3000
CMD ["crm-copilot", "serve"]

# anju in an image: build with `docker build -t anju .`, run with
#   docker run -v anju:/var/lib/anju -e ANJU_TELEGRAM__TOKEN=… anju
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --bin anju

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /var/lib/anju --create-home anju
COPY --from=build /src/target/release/anju /usr/local/bin/anju
COPY config.example.toml /etc/anju.toml
USER anju
WORKDIR /var/lib/anju
VOLUME /var/lib/anju
EXPOSE 8080
# Migrations are applied by a command of their own: `docker run … anju migrate`.
ENTRYPOINT ["anju"]
CMD ["serve", "--config", "/etc/anju.toml"]

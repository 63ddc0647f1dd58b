# anju in an image: build with `docker build -t anju .`, run with
#   docker run --stop-timeout 30 -v anju:/var/lib/anju -p 127.0.0.1:8080:8080 -e ANJU_TELEGRAM__TOKEN=… anju
# Other commands in the same way: docker run --rm -v anju:/var/lib/anju anju check
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
# Inside the container every address is its own; -p says who may reach it.
ENV ANJU_CONFIG=/etc/anju.toml ANJU_HTTP__LISTEN=0.0.0.0:8080
# A start brings the tables up to date; `anju migrate` does it beforehand.
ENTRYPOINT ["anju"]
CMD ["serve"]

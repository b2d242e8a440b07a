# The gateway as an image: a bundle, the one package with native code, no shell commands at run time, no root.
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
COPY packages/client/package.json packages/client/
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm run docs
RUN npm sbom --sbom-format=cyclonedx > dist/sbom.cdx.json
# libsql has native code and is not part of the bundle.
RUN mkdir -p runtime/node_modules \
  && cp -r --parents node_modules/libsql node_modules/@libsql node_modules/@neon-rs node_modules/detect-libc runtime/ \
  && cp -r --parents package.json LICENSE dist schema/schema.graphql schema/unified.graphql schema/config.json schema/webhooks.json schema/COVERAGE.md runtime/

FROM node:${NODE_VERSION}-bookworm-slim
LABEL org.opencontainers.image.title="Crosspoint" \
  org.opencontainers.image.description="A GraphQL gateway over a contact centre's vendor APIs" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production PORT=4000
COPY --from=build --chown=root:root /build/runtime /app
# The event log and its siblings; everything else may be read-only but /tmp, which holds recordings while they are fetched.
RUN install -d -o node -g node -m 0700 /data
WORKDIR /data
VOLUME /data
USER node
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "/app/dist/cli.js", "health", "--config", "/etc/crosspoint/crosspoint.yaml"]
# What each of these saves is in docs/costs.md.
ENTRYPOINT ["node", "--heap-growing-percent=40", "--max-semi-space-size=32", "--v8-pool-size=2", "--no-sparkplug", "/app/dist/cli.js"]
CMD ["serve", "--config", "/etc/crosspoint/crosspoint.yaml"]

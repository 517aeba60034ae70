# Both bases can be replaced, e.g. by copies in an office's own registry:
#   podman build --build-arg BUILD_BASE=registry.example.cn/node:24 --build-arg RUN_BASE=registry.example.cn/debian:12-slim .
ARG BUILD_BASE=docker.io/library/node:24-bookworm
ARG RUN_BASE=docker.io/library/debian:12-slim

FROM ${BUILD_BASE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Without the optional packages: the image has its Node already, and personal WeChat (wechaty) is not for a server.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
 && find node_modules -type f \( -name '*.map' -o -name '*.md' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete \
 && rm -rf node_modules/@larksuiteoapi/node-sdk/es node_modules/@types
RUN cp "$(readlink -f "$(command -v node)")" /node && (strip /node || true) && mkdir /data
COPY src src
COPY adapters adapters
COPY conversations conversations
COPY CHANGELOG.md LICENSE README.md ./

FROM ${RUN_BASE}
COPY --from=build /node /usr/local/bin/node
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /data /data
WORKDIR /app
USER 10001:10001
ENV NODE_ENV=production SHENBAO_DATA=/data HOST=0.0.0.0 PORT=8080 LANG=C.UTF-8
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/shenbao.mjs"]
CMD ["start"]

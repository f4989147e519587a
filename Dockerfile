# One image runs every service and the simulators. Nothing is built: Node strips the types. docs/containers.md says more.
FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages are Node itself, which this image has already.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/.cache MALLOC_ARENA_MAX=1 NGUON_DATA=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json nguon.ts ./
COPY containers containers
COPY domain domain
COPY gateway gateway
COPY ingest ingest
COPY alarms alarms
COPY api api
COPY service service
COPY simulators simulators
COPY dashboards dashboards
COPY store store
COPY trace trace
# An empty volume takes owner and mode of the folder that it covers.
RUN install -d -o node -g node -m 0700 /app/.cache /data
# The user "node" by number, so that it is known not to be root.
USER 1000:1000
# The root file system is read-only when it runs: what Node keeps of the modules it has compiled is made here.
RUN node containers/compile.ts && node containers/health.ts /app/.cache
CMD ["node", "nguon.ts", "--help"]

# The image of every process of Kept: what it runs is the command that it is given (`api`, `worker`, `migrate` …).
FROM node:20.20.2-bookworm-slim AS base
WORKDIR /kept
ENV NODE_ENV=production

FROM base AS build
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN npm run build

# What only a checkout needs (the embedded PostgreSQL, the compilers' binaries) is optional and stays out.
FROM base AS dependencies
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund

FROM base
# Roots of trust for a workflow engine behind TLS: its client does not bring its own, as Node does.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
COPY --from=dependencies /kept/node_modules ./node_modules
COPY --from=build /kept/dist ./dist
COPY package.json ./
RUN printf '#!/bin/sh\nexec node /kept/dist/cli/main.js "$@"\n' > /usr/local/bin/kept && chmod 755 /usr/local/bin/kept
ENV KEPT_HOST=0.0.0.0 \
    KEPT_WORKFLOW_BUNDLE=/kept/dist/workflow-bundle.js
USER node
EXPOSE 4300
# Of the API; docker-compose.yml has the worker's.
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.KEPT_PORT || 4300) + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["kept"]
CMD ["api"]

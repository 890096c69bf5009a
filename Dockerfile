# Every process of Plimsoll from one image; docker-compose.yml says which one a container runs.
FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Sources are not here yet, so the build of "prepare" waits for the next step.
RUN npm ci --ignore-scripts && npm rebuild @swc/core
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:26-slim
ENV NODE_ENV=production
WORKDIR /app
RUN useradd --system --create-home --home-dir /var/lib/plimsoll plimsoll
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/bin ./bin
COPY --from=build --chown=root:root /app/dist ./dist
ENV PLIMSOLL_HOME=/var/lib/plimsoll/data
RUN install -d -o plimsoll -g plimsoll /var/lib/plimsoll/data
USER plimsoll
VOLUME /var/lib/plimsoll/data
ENTRYPOINT ["node"]
CMD ["bin/plimsoll.js", "up"]

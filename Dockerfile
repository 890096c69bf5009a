# Every process of Plimsoll from one image; docker-compose.yml says which one a container runs.
FROM node:26-slim AS build
WORKDIR /app
COPY . .
# Builds everything ("prepare"); then only what runs is kept, and the image's own Node stands for the pinned one.
RUN npm ci && npm prune --omit=dev --ignore-scripts && rm -rf node_modules/node node_modules/.bin/node

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

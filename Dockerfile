# syntax=docker/dockerfile:1
# The image that runs DealInsights: no shell, no package manager, not root. See docs/operations.md.

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG TARGETARCH
WORKDIR /source

# Package references first, because they change less often than the code.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Domain/Domain.csproj src/Domain/packages.lock.json src/Domain/
COPY src/Application/Application.csproj src/Application/packages.lock.json src/Application/
COPY src/Infrastructure/Infrastructure.csproj src/Infrastructure/packages.lock.json src/Infrastructure/
COPY src/WebApi/WebApi.csproj src/WebApi/packages.lock.json src/WebApi/
RUN --mount=type=cache,id=nuget,target=/root/.nuget/packages \
    dotnet restore src/WebApi --locked-mode --arch $TARGETARCH -p:SelfContained=true -p:PublishReadyToRun=true

COPY .editorconfig ./
COPY samples samples
COPY src src
# Compiled ahead of time together with the runtime; otherwise generic code of the framework would be compiled at every start.
RUN --mount=type=cache,id=nuget,target=/root/.nuget/packages \
    dotnet publish src/WebApi --no-restore --configuration Release --arch $TARGETARCH --self-contained true \
        -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true --output /app \
    && mkdir /data

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
LABEL org.opencontainers.image.title="DealInsights" \
      org.opencontainers.image.description="What matters about a CRM deal, over HTTP" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
COPY --from=build /app ./
# The only writable folder, for the embedded store.
COPY --from=build --chown=1654:1654 /data /data
VOLUME /data

# The base image sets ASPNETCORE_HTTP_PORTS, which would override PORT.
ENV ASPNETCORE_HTTP_PORTS="" \
    PORT=8000 \
    Embedded__Path=/data/dealinsights.db
EXPOSE 8000
# The base image's user "app" by number: Kubernetes cannot verify that a user name is not root.
USER 1654
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["./DealInsights.WebApi", "health"]
ENTRYPOINT ["./DealInsights.WebApi"]

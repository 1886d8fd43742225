#!/usr/bin/env bash
# Writes the OpenAPI documents to docs/openapi and generates both clients from them.
# Usage: clients/generate.sh [--record | --check] [--no-build] [--configuration NAME]
#   --record          first write the documents, record the examples of responses, and build the service with them
#   --check           change nothing; list the differences to what would be generated, and fail if there are any
#   --no-build        use the last build
#   --configuration   of the build; Release by default
set -euo pipefail
cd "$(dirname "$0")/.."

configuration=Release check=false build=true record=false
while (($#)); do
    case $1 in
        --record) record=true ;;
        --check) check=true ;;
        --no-build) build=false ;;
        --configuration) configuration=${2:?--configuration needs a name}; shift ;;
        *) sed -n '2,7s/^# //p' "$0" >&2; exit 2 ;;
    esac
    shift
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() { dotnet build "$1" --configuration "$configuration" --verbosity quiet; }
write_documents() { dotnet "src/WebApi/bin/$configuration/net10.0/DealInsights.WebApi.dll" openapi "$1"; }

if $build; then
    build src/WebApi
fi
if $record; then
    write_documents docs/openapi
    DEALINSIGHTS_RECORD=true dotnet test tests/ContractTests --configuration "$configuration" --filter "FullyQualifiedName~ExampleTests"
    build src/WebApi
fi
write_documents "$work/docs/openapi"

# TypeScript
tools/npm-install.sh clients/typescript
mkdir -p "$work/clients/typescript/src/generated"
for document in "$work"/docs/openapi/*[0-9].json; do
    case $document in *-3.0.json) continue ;; esac
    clients/typescript/node_modules/.bin/openapi-typescript "$document" --root-types --root-types-no-schema-prefix \
        --output "$work/clients/typescript/src/generated/$(basename "$document" .json).ts" >"$work/log" 2>&1 ||
        { cat "$work/log" >&2; exit 1; }
done

# C#
dotnet tool restore >"$work/log" || { cat "$work/log" >&2; exit 1; }
mkdir -p "$work/clients/csharp/Generated"
for settings in clients/csharp/nswag.*.json; do
    dotnet nswag run "$settings" \
        "/variables:Documents=$work/docs/openapi,Output=$work/clients/csharp/Generated" >"$work/log" ||
        { cat "$work/log" >&2; exit 1; }
done
rm "$work/log"

differs=false
for folder in docs/openapi clients/typescript/src/generated clients/csharp/Generated; do
    if $check; then
        diff --unified --recursive --new-file "$folder" "$work/$folder" || differs=true
    else
        rm -rf "$folder"
        cp -r "$work/$folder" "$folder"
    fi
done
if $differs; then
    echo "The service has changed since these were generated: run clients/generate.sh." >&2
    exit 1
fi

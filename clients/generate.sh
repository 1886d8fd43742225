#!/usr/bin/env bash
# Writes the OpenAPI documents to docs/openapi and generates both clients from them.
# Usage: clients/generate.sh [--check] [--no-build] [--configuration NAME]
#   --check           change nothing; list what would be generated otherwise than it is, and fail if anything would
#   --no-build        use the service as it was built last
#   --configuration   of the build; Release unless given
set -euo pipefail
cd "$(dirname "$0")/.."

configuration=Release check=false build=true
while (($#)); do
    case $1 in
        --check) check=true ;;
        --no-build) build=false ;;
        --configuration) configuration=${2:?--configuration needs a name}; shift ;;
        *) sed -n '2,6s/^# //p' "$0" >&2; exit 2 ;;
    esac
    shift
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if $build; then
    dotnet build src/WebApi --configuration "$configuration" --verbosity quiet
fi
dotnet "src/WebApi/bin/$configuration/net10.0/DealInsights.WebApi.dll" openapi "$work/docs/openapi"

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

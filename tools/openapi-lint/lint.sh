#!/usr/bin/env bash
# Checks the OpenAPI documents with Spectral; fails on any finding.
# Usage: tools/openapi-lint/lint.sh FILE...
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
"$here/../npm-install.sh" "$here"
exec "$here/node_modules/.bin/spectral" lint --ruleset "$here/rules.yaml" --fail-severity hint "$@"

#!/bin/sh
# Build what browsers are given, with the system's Node or else the one from the wheel in .venv.
set -eu
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  PATH="$PWD/.venv/bin:$PATH"
fi
if [ ! -d node_modules/.bin ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
node scripts/assets.mjs

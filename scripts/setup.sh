#!/bin/sh
# Prepare .venv with everything that requirements.lock pins, and the `answerable` command.
set -eu
: "${PYTHON:=python3}"

debian_install() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  else
    echo "Missing: $*. Install it (Debian, Ubuntu: sudo apt-get install $*) and run the command again." >&2
    exit 1
  fi
}

command -v "$PYTHON" >/dev/null || debian_install python3
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Python 3.11 or newer is needed; $PYTHON is $("$PYTHON" --version). Name another: make PYTHON=python3.12" >&2
  exit 1
}
"$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || debian_install python3-venv

[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
# The installer in a folder of its own: what is pinned is all that .venv itself holds. It comes by its hash, too: the
# lock's own entry.
uv=.venv/installer/bin/uv
[ -x "$uv" ] || {
  awk '/^[a-z]/ { ours = /^uv==/ } ours' requirements.lock >.venv/installer.lock
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
    --target .venv/installer -r .venv/installer.lock
}
# Nothing is built from source, so that nothing runs that has no hash here. Compiled once, here: else each process
# compiles on its own where Python may not write (PYTHONDONTWRITEBYTECODE).
"$uv" pip sync --quiet --python .venv/bin/python --require-hashes --no-build --compile-bytecode requirements.lock
"$uv" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .

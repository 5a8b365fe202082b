#!/bin/sh
# The browser tests need Chromium and a Chinese font.
set -eu
need=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || need="chromium"
if command -v fc-list >/dev/null && fc-list :lang=zh | grep -q .; then :; else need="$need fonts-noto-cjk"; fi
[ -z "$need" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need fontconfig >/dev/null
else
  echo "The browser tests need: $need. Install it (Debian, Ubuntu: sudo apt-get install $need)." >&2
  exit 1
fi

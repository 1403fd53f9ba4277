#!/bin/sh
# Installs the system packages that the server and browser tests use, where this user may; says so where not.
# A test whose server is missing skips with its reason (and fails where CI=true).
set -u

missing=""
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need chromium chromium
need virtuoso-t virtuoso-opensource-7-bin
need mvn maven
need java default-jre-headless

[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "not installed (needs apt and root):$missing" >&2
    exit 0
fi
log=$(mktemp)
if DEBIAN_FRONTEND=noninteractive sh -c "apt-get -qq update && apt-get -qq install -y --no-install-recommends $missing" >"$log" 2>&1; then
    rm -f "$log"
else
    tail -n 5 "$log" >&2
    rm -f "$log"
    echo "could not be installed:$missing" >&2
fi

#!/bin/sh
# Installs the system packages that the server, browser and completion tests use, where this user may; says so
# where not. A test whose server is missing skips with its reason (and fails where CI=true).
set -u

# Each argument is COMMAND=PACKAGE; those whose command is missing are installed together.
want() {
    missing=""
    for pair in "$@"; do
        command -v "${pair%%=*}" >/dev/null 2>&1 || missing="$missing ${pair#*=}"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "not installed (needs apt and root):$missing" >&2
        return 0
    fi
    log=$(mktemp)
    if ! DEBIAN_FRONTEND=noninteractive sh -c "apt-get -qq update && apt-get -qq install -y --no-install-recommends $missing" >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        echo "could not be installed:$missing" >&2
    fi
    rm -f "$log"
}

want chromium=chromium virtuoso-t=virtuoso-opensource-7-bin mvn=maven java=default-jre-headless
want zsh=zsh fish=fish

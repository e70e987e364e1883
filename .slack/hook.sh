#!/bin/sh
# What the Slack CLI runs, from the top of the checkout. It adds words of its own, such as --source=DIR: they are not ours.
set -eu
cd "$(dirname "$0")/.."
case "${1:-}" in
manifest) cat deploy/manifest.json ;;
start)
    # A fresh clone has no environment yet; what making it says must not stand where the CLI reads.
    [ -x .venv/bin/alliance ] || make --no-print-directory setup >&2
    exec .venv/bin/alliance try
    ;;
*)
    echo "usage: .slack/hook.sh manifest | start" >&2
    exit 2
    ;;
esac

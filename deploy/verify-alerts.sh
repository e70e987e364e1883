#!/bin/sh
# Lets Prometheus's own tool check the alerts, and try them on the figures of tests/deploy/alerts.yaml.
set -eu
command -v promtool >/dev/null || { echo "promtool is not here (apt: prometheus): the alerts were not tried"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp deploy/alerts.yaml "$folder/alerts.yaml"
cp tests/deploy/alerts.yaml "$folder/tried.yaml"
cd "$folder"
for does in "check rules alerts.yaml" "test rules tried.yaml"; do
    # shellcheck disable=SC2086 - words of a command
    promtool $does >said 2>&1 || { cat said; exit 1; }
done

#!/bin/sh
# Lets systemd itself read the units, with this checkout standing where they expect /opt/alliance-bot.
set -eu
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is not here: the units were not verified"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for unit in alliance-bot.service alliance-bot-backup.service alliance-bot-backup.timer; do
    sed "s#/opt/alliance-bot#$(pwd)#g" "deploy/$unit" >"$folder/$unit"
done
systemd-analyze verify --man=no "$folder"/*

#!/bin/sh
# Lets systemd itself read the unit, with this checkout standing where the unit expects /opt/alliance-bot.
set -eu
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is not here: the unit was not verified"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sed "s#/opt/alliance-bot#$(pwd)#g" deploy/alliance-bot.service >"$folder/alliance-bot.service"
systemd-analyze verify --man=no "$folder/alliance-bot.service"

#!/bin/sh
# Makes the secrets of docker-compose.yml that do not exist yet, 32 random bytes each as hexadecimal digits. In plain sh,
# because a machine with Docker needs no Node.
#
# Docker mounts each file into the containers that may know it, with the mode it has here. Their users have other numbers than
# yours, so the files may be read by all; on this machine nobody but you gets into the folder.
set -eu
umask 077
cd "$(dirname "$0")/.."
mkdir -p secrets
chmod 700 secrets
for name in admin_token influxdb_token influxdb_password grafana_password; do
  file=secrets/$name
  if [ -s "$file" ]; then
    echo "kept $file"
  else
    od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n' >"$file.new"
    chmod 444 "$file.new"
    mv -f "$file.new" "$file"
    echo "made $file"
  fi
done

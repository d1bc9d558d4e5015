#!/usr/bin/env bash
# schemathesis against the console's API of a demo node: its own environment from PyPI, a session by a one-time link.
# usage: bench/api.sh DEMARCHE-BINARY [--max-examples N]
set -euo pipefail
binary=$1
examples=${3:-40}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
place=$(mktemp -d)
trap 'kill "$demo" 2>/dev/null; wait "$demo" 2>/dev/null; rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check schemathesis cryptography requests
"$binary" demo --stay --headless --keep "$place/world" >/dev/null 2>"$place/links" &
demo=$!
until grep -q '^VER SENIOR' "$place/links"; do
  kill -0 "$demo" || { cat "$place/links"; exit 1; }
  sleep 1
done
link=$(sed -n 's/^US WATCH *\(http.*\)$/\1/p' "$place/links")
cookie=$("$place/env/bin/python" "$here/bench/session.py" "$link")
origin=${link%%/#*}
"$binary" node api | sed "s/__Host-demarche-PORT/__Host-demarche-${origin##*:}/" > "$place/openapi.json"
# The events stream never ends by itself, and a logout ends the session that all others need.
printf '[auth.openapi.session]\napi_key = "%s"\n' "$cookie" > "$place/schemathesis.toml"
"$place/env/bin/schemathesis" --config-file "$place/schemathesis.toml" run "$place/openapi.json" --url "$origin" \
  -H "Origin: $origin" \
  --exclude-path /api/v1/events --exclude-path /api/v1/logout --max-examples "$examples" --no-color

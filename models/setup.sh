#!/bin/sh
# Puts the default models into models/cache: `make models` calls this.
#
# Needs Python 3.9 or later with pip or venv; on Debian: apt-get install python3 python3-venv.
set -eu
if ! command -v python3 >/dev/null; then
    echo "models: python3 is missing; on Debian: apt-get install python3 python3-venv" >&2
    exit 1
fi
exec python3 "$(dirname "$0")/setup.py" "$@"

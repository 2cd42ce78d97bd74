# what there is to do
default:
    @just --list

# everything that CI decides by: checks, then tests
test *ARGS: check
    pytest -n 4 {{ ARGS }}

# before a release: the statistical tests at full size, with seeds of chance
study *ARGS:
    pytest -n 2 --study --timeout 0 {{ ARGS }}

# style, types, and the rules of the house
check:
    ruff check
    ruff format --check
    basedpyright
    lint-imports --no-cache
    python tools/pin.py --check

# put the code in the house's form
tidy:
    ruff check --fix
    ruff format

# pin what was added, keep the other pins; `just pin --newest` takes the newest of everything
pin *ARGS:
    python3 tools/pin.py {{ ARGS }}

# everything that CI decides by, on the newest of all that our ranges allow; installs beside, not here
newest *ARGS:
    #!/usr/bin/env bash
    set -euo pipefail
    beside=$(mktemp -d)
    trap 'rm -rf "$beside"' EXIT
    uv venv --quiet --clear "$beside"
    export VIRTUAL_ENV=$beside PATH=$beside/bin:$PATH
    uv pip install --quiet --no-config --upgrade --editable . --group dev
    just check
    pytest -n 4 --deselect tests/tools/test_pin.py {{ ARGS }}

# measure: slots, assess, spelling
bench *ARGS:
    huleedu bench {{ ARGS }}

# what there is to do
default:
    @just --list

# everything that CI decides by: checks, then tests
test *ARGS: check
    pytest -n 2 {{ ARGS }}

# style, types, and the rules of the house
check:
    ruff check
    ruff format --check
    basedpyright
    lint-imports --no-cache

# put the code in the house's form
tidy:
    ruff check --fix
    ruff format

# measure: slots, assess, spelling
bench *ARGS:
    huleedu bench {{ ARGS }}

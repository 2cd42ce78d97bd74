"""The JSON API for teachers' programs, `/api/v1`, asked with an access token.

`table.py` lists everything that can be asked; the description at `/api/v1/openapi.json` is made
from it, and so is the tests' walk over all of it.
"""

"""HTTP, which is spoken nowhere else: the JSON API for judges.

`routes.py` is the table of what can be asked, `application.py` makes the application of it and
`openapi.py` its description. `docs/api.md` is for those who write a client.
"""

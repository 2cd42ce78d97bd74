"""The pages for teachers: whoever can use a browser needs nothing else.

`pages.py` says what a page is, `table.py` lists them all, `application.py` makes the application of
it. Each other module holds the pages of one errand, with the table of its addresses at its end.
"""

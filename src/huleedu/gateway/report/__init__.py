"""The report of a batch, as people read it and take it away: pages, tables, drawings, workbooks."""

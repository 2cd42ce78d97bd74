"""The lifecycle's tables: `slots` hands out slots, `essays` keeps states, `batches` settles."""

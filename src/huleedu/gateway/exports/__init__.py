"""Take a batch's result away: as files for oneself, for a spreadsheet, a platform, the record."""

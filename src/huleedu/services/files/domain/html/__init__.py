"""Read a web page, alone or in an archive of one."""

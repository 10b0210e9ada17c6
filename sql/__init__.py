"""SQL that ships with Broadsheet: the catalog's views and macros, the checks, and the questions."""

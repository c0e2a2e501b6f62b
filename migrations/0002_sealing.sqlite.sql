-- SQLite has one writer at a time: every operation joins the chain in its own transaction, nothing is sealed later.
SELECT 1;

-- A file is a run, split into operations of a few thousand rows. Its digest only resumes an unfinished run.

CREATE TABLE import_run (
  id TEXT NOT NULL PRIMARY KEY,
  shop TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  exported_at BIGINT NOT NULL,
  has_memo BIGINT NOT NULL CHECK (has_memo IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'abandoned')),
  -- Records of the file that have been taken in, the header not counted.
  rows_done BIGINT NOT NULL,
  new_orders BIGINT NOT NULL,
  changed_orders BIGINT NOT NULL,
  same_orders BIGINT NOT NULL,
  rejected_rows BIGINT NOT NULL,
  -- What its memos did, and the held orders that it showed as shipped.
  holds_placed BIGINT NOT NULL,
  holds_lifted BIGINT NOT NULL,
  bypasses_found BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT
);

CREATE INDEX import_run_unfinished ON import_run (shop, file_digest) WHERE state = 'running';

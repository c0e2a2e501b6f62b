-- The table of operations is the audit log: one row for every change, written in the change's own transaction. The
-- chain over it: hash = SHA-256(previous hash, sequence, the operation's fields).
--
-- Differs because here one B-tree a table (WITHOUT ROWID, INTEGER PRIMARY KEY) saves a third of what a gate pass writes,
-- and because every operation joins the chain in its own transaction: there is one writer at a time.

CREATE TABLE operation (
  id TEXT NOT NULL PRIMARY KEY,
  verb TEXT NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  -- Milliseconds since the epoch, as told by the program that made the change.
  at BIGINT NOT NULL,
  -- HMAC of the arguments under the store's own key: the log shows no personal data and can tell a retry from a reuse.
  arguments_digest TEXT NOT NULL,
  playbook_version BIGINT NOT NULL,
  -- 'done', or 'never': a tombstone set by `operation settle` that keeps a lost operation from ever happening.
  state TEXT NOT NULL CHECK (state IN ('done', 'never')),
  -- What the verb answered, as JSON, so that a repeated request gets the same answer.
  result TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE log_entry (
  sequence INTEGER PRIMARY KEY,
  operation_id TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL
);

-- One row. sealed_below is used on PostgreSQL only.
CREATE TABLE log_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  sequence BIGINT NOT NULL,
  hash TEXT NOT NULL,
  sealed_below BIGINT NOT NULL
);

INSERT INTO log_head (one, sequence, hash, sealed_below) VALUES (1, 0, '', 0);

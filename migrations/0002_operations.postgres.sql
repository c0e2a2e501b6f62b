-- The table of operations is the audit log: one row for every change, written in the change's own transaction. The
-- chain over it: hash = SHA-256(previous hash, sequence, the operation's fields).
--
-- Differs because a chain inside every transaction would make all writers wait for one another: the next writer that
-- gets the advisory lock seals the rows of finished transactions, those below the snapshot's xmin.

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
  result TEXT NOT NULL,
  transaction_id BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)
);

CREATE INDEX operation_by_transaction ON operation (transaction_id, id);

CREATE TABLE log_entry (
  sequence BIGINT NOT NULL PRIMARY KEY,
  operation_id TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL
);

-- One row. Transactions below sealed_below are in the chain.
CREATE TABLE log_head (
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  sequence BIGINT NOT NULL,
  hash TEXT NOT NULL,
  sealed_below BIGINT NOT NULL
);

INSERT INTO log_head (one, sequence, hash, sealed_below) VALUES (1, 0, '', 0);

-- The table of operations is the audit log: one row for every change, written in the change's own transaction.

CREATE TABLE store_setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

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
);

-- The chain over the operations: hash = SHA-256(previous hash, sequence, the operation's fields).
CREATE TABLE log_entry (
  sequence BIGINT NOT NULL PRIMARY KEY,
  operation_id TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL
);

-- One row. sealed_below: transactions below this number are in the chain (PostgreSQL only, see 0002).
CREATE TABLE log_head (
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  sequence BIGINT NOT NULL,
  hash TEXT NOT NULL,
  sealed_below BIGINT NOT NULL
);

INSERT INTO log_head (one, sequence, hash, sealed_below) VALUES (1, 0, '', 0);

CREATE TABLE playbook_version (
  version BIGINT NOT NULL PRIMARY KEY,
  digest TEXT NOT NULL,
  operation_id TEXT NOT NULL
);

CREATE TABLE playbook_file (
  version BIGINT NOT NULL,
  path TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (version, path)
);

-- A chain inside every transaction would make all writers wait for one another, so on PostgreSQL the next writer that
-- gets the advisory lock seals the rows of finished transactions: those below the snapshot's xmin.
ALTER TABLE operation
  ADD COLUMN transaction_id BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint);

CREATE INDEX operation_by_transaction ON operation (transaction_id, id);

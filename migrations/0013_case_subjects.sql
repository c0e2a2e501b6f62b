-- A case may be about something else than an order: a SKU whose stock is unclear, or was sold too often. The list of
-- kinds stands in the program, which neither engine's CHECK can be widened to without a new table each time.
CREATE TABLE shop_case_grown (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  shop TEXT NOT NULL,
  -- Empty where it is about something else.
  order_id TEXT NOT NULL,
  -- The SKU; empty where it is about an order.
  subject TEXT NOT NULL,
  -- The stage the order had reached when the case was opened; NULL where it is not about an order.
  stage BIGINT,
  owner_group TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'failed', 'void')),
  opened_at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  closed_at BIGINT,
  closed_by TEXT,
  close_operation_id TEXT,
  result TEXT NOT NULL,
  CHECK ((state = 'open') = (closed_at IS NULL)),
  CHECK ((order_id = '') = (stage IS NULL))
);

INSERT INTO shop_case_grown (id, kind, shop, order_id, subject, stage, owner_group, state, opened_at, operation_id,
  closed_at, closed_by, close_operation_id, result)
SELECT id, kind, shop, order_id, '', stage, owner_group, state, opened_at, operation_id, closed_at, closed_by,
  close_operation_id, result FROM shop_case;
DROP TABLE shop_case;
ALTER TABLE shop_case_grown RENAME TO shop_case;
CREATE UNIQUE INDEX shop_case_open_once ON shop_case (kind, shop, order_id, subject) WHERE state = 'open';
CREATE INDEX shop_case_by_order ON shop_case (shop, order_id);

-- Whatever one group needs from another. First kinds: a recall (take the parcel out, it is still here) and an
-- interception (the courier has it).

CREATE TABLE shop_case (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('recall', 'interception')),
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  -- The stage the order had reached when the case was opened.
  stage BIGINT NOT NULL,
  owner_group TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'failed', 'void')),
  opened_at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  closed_at BIGINT,
  closed_by TEXT,
  close_operation_id TEXT,
  result TEXT NOT NULL,
  CHECK ((state = 'open') = (closed_at IS NULL))
);

CREATE UNIQUE INDEX shop_case_open_once ON shop_case (kind, shop, order_id) WHERE state = 'open';
CREATE INDEX shop_case_by_order ON shop_case (shop, order_id);

-- Which holds a case answers to; later holds attach to the open case.
CREATE TABLE case_hold (
  case_id TEXT NOT NULL,
  hold_id TEXT NOT NULL,
  PRIMARY KEY (case_id, hold_id)
);

-- A hold that its rule keeps open may be lifted by two persons: one asks, another one agrees.
CREATE TABLE hold_override (
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'agreed', 'refused')),
  decided_by TEXT,
  decided_at BIGINT,
  operation_id TEXT NOT NULL,
  decide_operation_id TEXT,
  PRIMARY KEY (shop, order_id, number),
  CHECK ((state = 'open') = (decided_by IS NULL)),
  -- Four eyes: who asked may take it back, and never agree.
  CHECK (state <> 'agreed' OR decided_by <> asked_by)
);

CREATE UNIQUE INDEX hold_override_open_once ON hold_override (shop, order_id, reason) WHERE state = 'open';

-- Orders, their memos and holds, what passed the gates, and what went past them.

CREATE TABLE shop_order (
  shop TEXT NOT NULL,
  id TEXT NOT NULL,
  -- The rank of OrderStage: 10 depositPaid, 20 unpaid, 30 paid, 40 approved, 50 printed, 60 picked, 70 packed,
  -- 80 consigned, 90 handedOver, 100 closed, 110 cancelled.
  stage BIGINT NOT NULL CHECK (stage IN (10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110)),
  -- Counts every change of this row.
  version BIGINT NOT NULL CHECK (version > 0),
  -- How many rows of hold are open for this order. The gate reads this, never the table of holds: on PostgreSQL a
  -- statement that has waited for the row's lock sees the row anew, but other tables as they were before.
  open_holds BIGINT NOT NULL CHECK (open_holds >= 0),
  -- 0 none, 1 applied for, 2 paid back in full.
  refund_block BIGINT NOT NULL CHECK (refund_block IN (0, 1, 2)),
  -- Export time of the newest source that had a memo column; NULL while none had. Freshness at a gate is counted from it.
  memo_seen_at BIGINT,
  -- The number of the newest memo version; 0 while there is none.
  memo_version BIGINT NOT NULL CHECK (memo_version >= 0),
  -- Export time of the newest source of the columns below.
  source_at BIGINT NOT NULL,
  platform_status TEXT,
  created_at BIGINT,
  paid_at BIGINT,
  total_fen BIGINT,
  paid_fen BIGINT,
  refund_fen BIGINT,
  title TEXT,
  item_count BIGINT,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, id)
);

-- The platform overwrites a memo without history; here every text seen is kept.
CREATE TABLE memo_version (
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  text TEXT NOT NULL,
  -- When the text was true: the export time of its source, or the moment it was typed here.
  seen_at BIGINT NOT NULL,
  -- 'import' or 'person'.
  source TEXT NOT NULL CHECK (source IN ('import', 'person')),
  verdict TEXT NOT NULL,
  rule TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, order_id, number)
);

CREATE TABLE hold (
  id TEXT NOT NULL PRIMARY KEY,
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  -- The order line, or '' for the whole order.
  line TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- 'memo:3' for the third memo version, 'person:NAME' for a person.
  source TEXT NOT NULL,
  note TEXT NOT NULL,
  placed_by TEXT NOT NULL,
  placed_at BIGINT NOT NULL,
  placed_stage BIGINT NOT NULL,
  -- What the stage demanded when the hold was placed: 'none', 'recall', 'interception'.
  consequence TEXT NOT NULL CHECK (consequence IN ('none', 'recall', 'interception')),
  operation_id TEXT NOT NULL,
  lifted_at BIGINT,
  lifted_by TEXT,
  lift_operation_id TEXT,
  CHECK ((lifted_at IS NULL) = (lift_operation_id IS NULL))
);

-- A source holds an order for a reason once; a second open row would have to be lifted twice.
CREATE UNIQUE INDEX hold_open_once ON hold (shop, order_id, line, reason, source) WHERE lifted_at IS NULL;
CREATE INDEX hold_by_order ON hold (shop, order_id);
CREATE INDEX hold_by_operation ON hold (operation_id);
CREATE INDEX hold_by_lift ON hold (lift_operation_id) WHERE lift_operation_id IS NOT NULL;

CREATE TABLE gate_pass (
  operation_id TEXT NOT NULL,
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  gate TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (operation_id, shop, order_id)
);

CREATE INDEX gate_pass_by_order ON gate_pass (shop, order_id);

-- An import showed the order shipped while a hold was open here: it went past PeakDay.
CREATE TABLE bypass (
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  -- The stage that the import showed.
  stage BIGINT NOT NULL,
  found_at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  -- Once: later exports go on showing it as shipped.
  PRIMARY KEY (shop, order_id)
);

CREATE INDEX bypass_by_operation ON bypass (operation_id);

-- The gates of the playbook version in force, so that a gate never parses YAML.
CREATE TABLE gate (
  key TEXT NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL UNIQUE,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  from_stage BIGINT NOT NULL,
  to_stage BIGINT NOT NULL,
  freshness_limit_minutes BIGINT NOT NULL CHECK (freshness_limit_minutes > 0),
  when_stale TEXT NOT NULL CHECK (when_stale IN ('refuse', 'warn', 'ignore')),
  enabled BIGINT NOT NULL CHECK (enabled IN (0, 1))
);

-- What the shop has promised a buyer, with a time and an owner.

-- How many open promises name a courier. The gates read this of the order's own row; only with one they look further.
ALTER TABLE shop_order ADD COLUMN courier_promises BIGINT NOT NULL DEFAULT 0 CHECK (courier_promises >= 0);
-- By which courier the newest label goes, where it was told at the printer.
ALTER TABLE shop_order ADD COLUMN printed_courier TEXT;

CREATE TABLE promise (
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  kind TEXT NOT NULL
    CHECK (kind IN ('courier', 'gift', 'callBack', 'priceGuarantee', 'differenceRefund', 'shipBy', 'card')),
  mode TEXT NOT NULL CHECK (mode IN ('must', 'mustNot')),
  -- The courier's name in the playbook, or what exactly.
  value TEXT NOT NULL,
  -- The words.
  text TEXT NOT NULL,
  due_at BIGINT,
  -- Who keeps it: a role, or a person's name.
  owner TEXT NOT NULL,
  -- 'person:NAME', or 'memo:3' for the remark that made it.
  source TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'broken', 'replaced')),
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  decided_at BIGINT,
  decided_by TEXT,
  result TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  decide_operation_id TEXT,
  PRIMARY KEY (shop, order_id, number),
  CHECK ((state = 'open') = (decided_at IS NULL))
);

CREATE INDEX promise_open_due ON promise (shop, due_at) WHERE state = 'open' AND due_at IS NOT NULL;
CREATE INDEX promise_by_operation ON promise (operation_id);

-- The couriers of the playbooks in force, by every name that lists give them: a gate never parses YAML.
CREATE TABLE courier_name (
  name TEXT NOT NULL PRIMARY KEY,
  courier TEXT NOT NULL
);

-- Remarks read before there were promises: what they ask of the courier binds from now on, as if they came today. Only
-- the platform's newest memo and what persons typed count, and of the couriers those that are named as such.
INSERT INTO promise (shop, order_id, number, kind, mode, value, text, due_at, owner, source, state, made_at, made_by,
  result, operation_id)
SELECT t.shop, t.order_id,
  ROW_NUMBER() OVER (PARTITION BY t.shop, t.order_id ORDER BY m.number, t.number),
  CASE t.kind WHEN 'deadline' THEN 'shipBy' WHEN 'diffRefund' THEN 'differenceRefund' ELSE t.kind END,
  t.mode, t.value, t.text, t.due_at,
  CASE t.kind WHEN 'diffRefund' THEN 'finance' WHEN 'deadline' THEN 'reviewer' ELSE 'warehouse' END,
  t.source, 'open', m.seen_at, 'remark', '', t.operation_id
FROM order_todo t
JOIN shop_order o ON o.shop = t.shop AND o.id = t.order_id
JOIN memo_version m ON m.shop = t.shop AND m.order_id = t.order_id AND t.source = 'memo:' || CAST(m.number AS TEXT)
WHERE o.stage < 100 AND t.kind IN ('courier', 'gift', 'deadline', 'diffRefund', 'card')
  AND (m.source = 'person' OR m.number = o.memo_version);

UPDATE shop_order SET courier_promises = (
  SELECT COUNT(*) FROM promise p
  WHERE p.shop = shop_order.shop AND p.order_id = shop_order.id AND p.kind = 'courier' AND p.state = 'open')
WHERE EXISTS (
  SELECT 1 FROM promise p WHERE p.shop = shop_order.shop AND p.order_id = shop_order.id AND p.kind = 'courier');

-- The lists that went out to the ERP: the next one has only what is new, and a lost one can be had again.

CREATE TABLE order_list (
  shop TEXT NOT NULL,
  -- 'approved', 'held', or 'released' (was on a list of held ones, and is free again).
  list TEXT NOT NULL CHECK (list IN ('approved', 'held', 'released')),
  number BIGINT NOT NULL CHECK (number > 0),
  -- The run of operations that wrote it; one that was killed is gone on with.
  run_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done')),
  -- Everything, whether it was on a list before or not.
  is_full BIGINT NOT NULL CHECK (is_full IN (0, 1)),
  orders BIGINT NOT NULL CHECK (orders >= 0),
  taken_at BIGINT NOT NULL,
  taken_by TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, list, number)
);

-- What an unfinished list has taken is on no other: it has to be finished first.
CREATE UNIQUE INDEX order_list_unfinished ON order_list (shop, list) WHERE state = 'running';

CREATE TABLE list_entry (
  shop TEXT NOT NULL,
  list TEXT NOT NULL,
  number BIGINT NOT NULL,
  order_id TEXT NOT NULL,
  -- What made it appear: the operation of the pass, or the hold's id. An order that is held again has another hold.
  mark TEXT NOT NULL,
  -- The hold's reason; empty for a pass.
  reason TEXT NOT NULL,
  -- As they were when the list was taken, so that it can be had again as it was.
  stage BIGINT NOT NULL,
  ship_by BIGINT,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, list, order_id, mark, number)
);

CREATE INDEX list_entry_by_number ON list_entry (shop, list, number, order_id);

-- What belongs on each list now, and whether it is new.

CREATE VIEW approved_for_list AS
SELECT p.shop AS shop, p.order_id AS order_id, p.operation_id AS mark, '' AS reason, o.stage AS stage,
  o.ship_by AS ship_by,
  CASE WHEN EXISTS (SELECT 1 FROM list_entry e WHERE e.shop = p.shop AND e.list = 'approved'
    AND e.order_id = p.order_id AND e.mark = p.operation_id) THEN 0 ELSE 1 END AS is_new
FROM gate_pass p JOIN shop_order o ON o.shop = p.shop AND o.id = p.order_id
WHERE p.gate = 'approve' AND o.stage >= 40 AND o.stage < 80 AND o.open_holds = 0 AND o.refund_block = 0;

CREATE VIEW held_for_list AS
SELECT h.shop AS shop, h.order_id AS order_id, h.id AS mark, h.reason AS reason, o.stage AS stage,
  o.ship_by AS ship_by,
  CASE WHEN EXISTS (SELECT 1 FROM list_entry e WHERE e.shop = h.shop AND e.list = 'held'
    AND e.order_id = h.order_id AND e.mark = h.id) THEN 0 ELSE 1 END AS is_new
FROM hold h JOIN shop_order o ON o.shop = h.shop AND o.id = h.order_id
WHERE h.lifted_at IS NULL AND o.stage < 100;

CREATE VIEW released_for_list AS
SELECT h.shop AS shop, h.order_id AS order_id, h.id AS mark, h.reason AS reason, o.stage AS stage,
  o.ship_by AS ship_by,
  CASE WHEN EXISTS (SELECT 1 FROM list_entry e WHERE e.shop = h.shop AND e.list = 'released'
    AND e.order_id = h.order_id AND e.mark = h.id) THEN 0 ELSE 1 END AS is_new
FROM hold h JOIN shop_order o ON o.shop = h.shop AND o.id = h.order_id
WHERE h.lifted_at IS NOT NULL AND o.open_holds = 0 AND o.stage < 100
  AND EXISTS (SELECT 1 FROM list_entry e WHERE e.shop = h.shop AND e.list = 'held'
    AND e.order_id = h.order_id AND e.mark = h.id);

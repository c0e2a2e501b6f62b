-- Where the goods are: a ledger of movements between accounts, snapshots of what the page and the warehouse show, and
-- where the goods of each order line stand.

-- Whether the order has lines with a SKU: only such orders move stock. The partial index finds those that an operation
-- changed, and costs an order without a SKU nothing.
ALTER TABLE shop_order ADD COLUMN has_sku BIGINT NOT NULL DEFAULT 0 CHECK (has_sku IN (0, 1));
CREATE INDEX shop_order_by_operation ON shop_order (operation_id) WHERE has_sku = 1;

-- Shops that keep stock here. A shop is followed from its first receipt or count on.
CREATE TABLE stock_shop (
  shop TEXT NOT NULL PRIMARY KEY,
  -- The warehouse from which orders are sent.
  warehouse TEXT NOT NULL,
  -- The last order of before that has been taken in; NULL when all have been.
  taken_up_to TEXT,
  operation_id TEXT NOT NULL
);

-- Append-only. 'warehouse:CODE', 'reserved' (ordered, not paid), 'committed' (paid, not shipped), 'unavailable:WHY',
-- 'inTransit', 'shipped', 'adjusted', and what is outside, such as 'supplier': each piece is always in one of them.
CREATE TABLE stock_movement (
  shop TEXT NOT NULL,
  -- 'order:3511…', 'receipt:…', 'count:…': with the line it says what moved it, and can do so once only.
  source TEXT NOT NULL,
  line TEXT NOT NULL,
  sku TEXT NOT NULL,
  from_account TEXT NOT NULL,
  to_account TEXT NOT NULL,
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  -- When it happened, and when it was written down here. A moment's ledger is what was written down by then.
  at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, source, line),
  CHECK (from_account <> to_account),
  CHECK (recorded_at >= at)
);

-- With the quantity, so that a recount reads nothing else.
CREATE INDEX stock_movement_by_sku ON stock_movement (shop, sku, from_account, to_account, quantity);
CREATE INDEX stock_movement_by_time ON stock_movement (shop, recorded_at);

-- The sums of the movements, moved in the same transaction.
CREATE TABLE stock_balance (
  shop TEXT NOT NULL,
  sku TEXT NOT NULL,
  account TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  PRIMARY KEY (shop, sku, account)
);

-- Where the goods of an order line stand. A bundle's line has a row for each part, a gift one with an empty line where
-- the whole order earned it.
CREATE TABLE stock_line (
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  line TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('line', 'bundle', 'gift')),
  sku TEXT NOT NULL,
  quantity BIGINT NOT NULL CHECK (quantity >= 0),
  account TEXT NOT NULL,
  -- How many movements it has made: the number of the last one.
  moves BIGINT NOT NULL CHECK (moves > 0),
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, order_id, line, part, sku)
);

CREATE INDEX stock_line_by_sku ON stock_line (shop, sku, account);

-- What else goes out when a SKU is sold, of the playbooks in force: a gate never parses YAML.
CREATE TABLE stock_bundle (
  -- The SKU that is sold; empty for a gift to every order of an amount.
  sku TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('bundle', 'gift')),
  -- What was paid at least; 0 where the amount does not matter.
  paid_fen BIGINT NOT NULL CHECK (paid_fen >= 0),
  component TEXT NOT NULL,
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (sku, part, paid_fen, component)
);

-- What a page or a warehouse showed at a moment: 'page', or 'warehouse:CODE'.
CREATE TABLE stock_snapshot (
  shop TEXT NOT NULL,
  source TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  file_name TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  skus BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, source, taken_at),
  CHECK (recorded_at >= taken_at)
);

CREATE TABLE stock_count (
  shop TEXT NOT NULL,
  source TEXT NOT NULL,
  sku TEXT NOT NULL,
  -- The page's own number (数字ID): a SKU may be sold on several pages. Empty for a warehouse.
  item TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  quantity BIGINT NOT NULL CHECK (quantity >= 0),
  recorded_at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, source, sku, item, taken_at)
);

-- What page updates were written for: how many were put on the page, and how many kept back.
CREATE TABLE stock_publication (
  shop TEXT NOT NULL,
  sku TEXT NOT NULL,
  item TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  quantity BIGINT NOT NULL CHECK (quantity >= 0),
  held_back BIGINT NOT NULL CHECK (held_back >= 0),
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, sku, item, published_at)
);

-- Orders that earlier versions took in: their goods stand where they would if they came today.
UPDATE shop_order SET has_sku = 1 WHERE EXISTS (
  SELECT 1 FROM order_line l WHERE l.shop = shop_order.shop AND l.order_id = shop_order.id AND l.sku <> '');

INSERT INTO stock_shop (shop, warehouse, taken_up_to, operation_id)
SELECT shop, 'main', NULL, MIN(operation_id) FROM shop_order WHERE has_sku = 1 GROUP BY shop;

INSERT INTO stock_line (shop, order_id, line, part, sku, quantity, account, moves, operation_id)
SELECT shop, order_id, line, 'line', sku, quantity, account, 1, operation_id FROM (
  SELECT o.shop AS shop, o.id AS order_id, l.line AS line, l.sku AS sku, l.quantity AS quantity,
    o.operation_id AS operation_id,
    CASE
      WHEN o.stage = 110 THEN CASE
        WHEN o.consigned_at IS NOT NULL OR EXISTS (
          SELECT 1 FROM gate_pass p
          WHERE p.shop = o.shop AND p.order_id = o.id AND p.undone_at IS NULL AND p.to_stage >= 80) THEN 'shipped' END
      WHEN o.stage >= 80 THEN 'shipped'
      WHEN o.refund_block = 2 OR l.refund_state = 'refunded' THEN NULL
      WHEN o.stage < 30 THEN 'reserved'
      WHEN EXISTS (
        SELECT 1 FROM hold h WHERE h.shop = o.shop AND h.order_id = o.id AND h.line IN ('', l.line)
          AND h.lifted_at IS NULL AND h.reason = 'buyerCancelled') THEN 'unavailable:buyerCancelled'
      WHEN o.refund_block = 1 OR l.refund_state = 'applied' OR EXISTS (
        SELECT 1 FROM hold h WHERE h.shop = o.shop AND h.order_id = o.id AND h.line IN ('', l.line)
          AND h.lifted_at IS NULL AND h.reason = 'refundRequested') THEN 'unavailable:refundRequested'
      ELSE 'committed'
    END AS account
  FROM shop_order o JOIN order_line l ON l.shop = o.shop AND l.order_id = o.id
  WHERE o.has_sku = 1 AND l.sku <> '' AND l.quantity > 0
) placed WHERE account IS NOT NULL;

INSERT INTO stock_movement (shop, source, line, sku, from_account, to_account, quantity, at, recorded_at, operation_id)
SELECT s.shop, 'order:' || s.order_id, s.line || '#1', s.sku, 'warehouse:main', s.account, s.quantity, o.source_at,
  o.source_at, s.operation_id
FROM stock_line s JOIN shop_order o ON o.shop = s.shop AND o.id = s.order_id;

INSERT INTO stock_balance (shop, sku, account, quantity)
SELECT shop, sku, account, CAST(SUM(quantity) AS BIGINT) FROM (
  SELECT shop, sku, to_account AS account, quantity FROM stock_movement
  UNION ALL SELECT shop, sku, from_account, -quantity FROM stock_movement
) side GROUP BY shop, sku, account;

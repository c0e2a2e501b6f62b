-- What an export tells of an order beside its stage, its memo and its amounts; its lines; and what its remarks ask for.

ALTER TABLE shop_order ADD COLUMN buyer_message TEXT;
-- The colour of the platform's flag (旗帜), in the word of the playbook: 'red'.
ALTER TABLE shop_order ADD COLUMN flag TEXT;
ALTER TABLE shop_order ADD COLUMN modified_sku TEXT;
ALTER TABLE shop_order ADD COLUMN exception_note TEXT;
-- What the platform says of a refund: 'applied', 'refunded' or 'closed'; NULL while it said nothing.
ALTER TABLE shop_order ADD COLUMN refund_state TEXT CHECK (refund_state IN ('applied', 'refunded', 'closed'));
ALTER TABLE shop_order ADD COLUMN deposit_fen BIGINT;
ALTER TABLE shop_order ADD COLUMN final_fen BIGINT;
ALTER TABLE shop_order ADD COLUMN consigned_at BIGINT;
-- The moment until which it must be shipped, and who says so: the platform's column or a rule of the playbook.
ALTER TABLE shop_order ADD COLUMN ship_by BIGINT;
ALTER TABLE shop_order ADD COLUMN ship_by_source TEXT CHECK (ship_by_source IN ('platform', 'rule'));

-- One kind of goods in an order. 'line' is the platform's 子订单编号; where an export has none, its SKU or place.
CREATE TABLE order_line (
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  line TEXT NOT NULL,
  title TEXT,
  -- The shop's own code (商家编码, 外部系统编号).
  sku TEXT,
  -- The chosen attributes in words (商品属性): 颜色分类:红色;尺码:L.
  attributes TEXT,
  quantity BIGINT,
  price_fen BIGINT,
  paid_fen BIGINT,
  refund_fen BIGINT,
  -- The platform's own words.
  platform_status TEXT,
  refund_state TEXT CHECK (refund_state IN ('applied', 'refunded', 'closed')),
  ship_by BIGINT,
  source_at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, order_id, line)
);

-- What a remark asks for beside its verdict: nothing that it says is dropped.
CREATE TABLE order_todo (
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  -- 'memo:3' for the third memo version, 'message' for the buyer's message.
  source TEXT NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  -- 'must', or 'mustNot' (不要发顺丰).
  mode TEXT NOT NULL CHECK (mode IN ('must', 'mustNot')),
  -- What exactly, such as the courier; empty where the words say it all.
  value TEXT NOT NULL,
  -- The words that ask for it.
  text TEXT NOT NULL,
  due_at BIGINT,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, order_id, source, number)
);

-- The moment at which a hold is meant to end (11.20后发); NULL where only a person ends it.
ALTER TABLE hold ADD COLUMN until_at BIGINT;
-- What its words name where only a part is meant: 红色.
ALTER TABLE hold ADD COLUMN object TEXT NOT NULL DEFAULT '';

-- Rows whose status is a word that the program does not know; orders that stood more than once in a file.
ALTER TABLE import_run ADD COLUMN unknown_statuses BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_run ADD COLUMN repeated_orders BIGINT NOT NULL DEFAULT 0;

-- The name by which the platform knows a shop (店铺名称), from its first export: a file of another shop is refused.
CREATE TABLE shop_profile (
  shop TEXT NOT NULL PRIMARY KEY,
  platform_name TEXT NOT NULL,
  operation_id TEXT NOT NULL
);

-- A parcel is a waybill and what is in it: several orders may share one, one order may need several.

CREATE TABLE parcel (
  shop TEXT NOT NULL,
  waybill TEXT NOT NULL,
  courier TEXT NOT NULL,
  -- The rank of OrderStage that this very parcel has reached: two parcels of one order may stand at different places.
  stage BIGINT NOT NULL CHECK (stage IN (10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110)),
  -- Counts every change of this row.
  version BIGINT NOT NULL CHECK (version > 0),
  -- Export time of the newest source that showed it.
  source_at BIGINT NOT NULL,
  -- Order numbers, joined by blanks, that a list puts into it and that no import has shown yet: nobody knows whether
  -- they may go, so the parcel may not.
  missing TEXT NOT NULL DEFAULT '',
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, waybill)
);

-- What is in a parcel: an order, or with 'line' one line of it.
CREATE TABLE parcel_item (
  shop TEXT NOT NULL,
  waybill TEXT NOT NULL,
  order_id TEXT NOT NULL,
  line TEXT NOT NULL,
  -- How many pieces; NULL for all of the line.
  quantity BIGINT,
  -- Export time of the newest source that put it in, or that no longer shows it.
  source_at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  -- It is in the parcel until then: 'takenOut' by a person, who alone can put it back, or 'superseded' by a newer list.
  out_why TEXT CHECK (out_why IN ('takenOut', 'superseded')),
  out_at BIGINT,
  out_by TEXT,
  out_operation_id TEXT,
  PRIMARY KEY (shop, waybill, order_id, line),
  CHECK ((out_at IS NULL) = (out_why IS NULL) AND (out_at IS NULL) = (out_operation_id IS NULL))
);

CREATE INDEX parcel_item_by_order ON parcel_item (shop, order_id);
CREATE INDEX parcel_item_by_out ON parcel_item (out_operation_id) WHERE out_operation_id IS NOT NULL;

-- In how many parcels the order is. The gate reads this of the order's own row: an order without parcels needs no look
-- at any other table.
ALTER TABLE shop_order ADD COLUMN parcels BIGINT NOT NULL DEFAULT 0 CHECK (parcels >= 0);
-- Where the order stood before its last pass here: an UPDATE tells only what a row has become.
ALTER TABLE shop_order ADD COLUMN passed_from BIGINT;

-- Passes of parcels: by their waybill, or because of an order in them ('order_id').
CREATE TABLE parcel_pass (
  operation_id TEXT NOT NULL,
  shop TEXT NOT NULL,
  waybill TEXT NOT NULL,
  order_id TEXT NOT NULL,
  gate TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  from_stage BIGINT NOT NULL,
  to_stage BIGINT NOT NULL,
  -- The parcel's version with this pass: versions put its passes in line.
  parcel_version BIGINT NOT NULL,
  undone_at BIGINT,
  undone_by TEXT,
  undo_operation_id TEXT,
  PRIMARY KEY (operation_id, shop, waybill, order_id)
);

CREATE INDEX parcel_pass_by_parcel ON parcel_pass (shop, waybill);

-- A pass now says in which parcel it was made ('' by the order's number), from where to where, and whether it was
-- taken back. One operation may pass two parcels of one order, so the key grows, which no engine-neutral ALTER can do.
CREATE TABLE gate_pass_grown (
  operation_id TEXT NOT NULL,
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  waybill TEXT NOT NULL DEFAULT '',
  gate TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  -- NULL in passes older than these columns: those cannot be taken back.
  from_stage BIGINT,
  to_stage BIGINT,
  -- The order's version with this pass.
  order_version BIGINT,
  undone_at BIGINT,
  undone_by TEXT,
  undo_operation_id TEXT,
  PRIMARY KEY (operation_id, shop, order_id, waybill)
);

INSERT INTO gate_pass_grown (operation_id, shop, order_id, gate, at, actor)
SELECT operation_id, shop, order_id, gate, at, actor FROM gate_pass;
DROP TABLE gate_pass;
ALTER TABLE gate_pass_grown RENAME TO gate_pass;
CREATE INDEX gate_pass_by_order ON gate_pass (shop, order_id);

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
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, waybill, order_id, line)
);

CREATE INDEX parcel_item_by_order ON parcel_item (shop, order_id);

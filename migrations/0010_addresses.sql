-- Where an order goes. Addresses have versions, and a label is bound to the version that it was printed for.

-- The number of the newest version. 1 is the address of the first source, also while none has shown it.
ALTER TABLE shop_order ADD COLUMN address_version BIGINT NOT NULL DEFAULT 1 CHECK (address_version > 0);
-- The version that the newest label was printed for; 1 while none was printed here: an address that never changed cannot
-- be wrong. The gates behind the printer compare the two, both in the order's own row.
ALTER TABLE shop_order ADD COLUMN printed_version BIGINT NOT NULL DEFAULT 1 CHECK (printed_version > 0);
-- The division of GB/T 2260 that the newest version lies in, as far as it was found.
ALTER TABLE shop_order ADD COLUMN region TEXT;
-- What the platform showed last: keyed digests of name, phone and address, one of the full and one of the masked form,
-- because an export may come in either. No personal data.
ALTER TABLE shop_order ADD COLUMN address_digest TEXT;
ALTER TABLE shop_order ADD COLUMN masked_address_digest TEXT;
-- The version that a person approved here and that the platform has not shown yet.
ALTER TABLE shop_order ADD COLUMN awaited_address BIGINT;

-- The version that this waybill's label was printed for.
ALTER TABLE parcel_item ADD COLUMN address_version BIGINT NOT NULL DEFAULT 1;
-- Of a pass that printed a label: the version on it.
ALTER TABLE gate_pass ADD COLUMN address_version BIGINT;

CREATE TABLE address_version (
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  -- 'platform' or 'person'.
  source TEXT NOT NULL CHECK (source IN ('platform', 'person')),
  region TEXT,
  -- As people may see it: 张**, 138****8000, 浙江省 杭州市 西湖区 ***.
  masked TEXT NOT NULL,
  -- Keyed digests, of division and detail alone and of the phone number; NULL where the form shown was masked.
  place_digest TEXT,
  phone_digest TEXT,
  -- Name, phone and address, sealed (AES-GCM) with a key that is not in the store; NULL where they are not kept.
  envelope TEXT,
  seen_at BIGINT NOT NULL,
  -- What a label that had been printed before demanded: a new one, or that the courier be told.
  consequence TEXT NOT NULL CHECK (consequence IN ('none', 'reprint', 'interception')),
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, order_id, number)
);

CREATE INDEX address_version_by_phone ON address_version (phone_digest) WHERE phone_digest IS NOT NULL;
CREATE INDEX address_version_by_operation ON address_version (operation_id) WHERE consequence = 'interception';

-- What somebody says the address should be, until somebody who may decides.
CREATE TABLE address_proposal (
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  -- 'person:NAME', or 'memo:3' for the remark that brought it.
  source TEXT NOT NULL,
  region TEXT,
  masked TEXT NOT NULL,
  -- What the text did not say, in words joined by blanks: a proposal without a district cannot be approved.
  missing TEXT NOT NULL,
  place_digest TEXT,
  phone_digest TEXT,
  envelope TEXT,
  proposed_at BIGINT NOT NULL,
  proposed_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'rejected', 'replaced')),
  decided_at BIGINT,
  decided_by TEXT,
  -- The version it became.
  version BIGINT,
  operation_id TEXT NOT NULL,
  decide_operation_id TEXT,
  PRIMARY KEY (shop, order_id, number),
  CHECK ((state = 'open') = (decided_at IS NULL) AND (state = 'approved') = (version IS NOT NULL))
);

-- A newer proposal replaces the older one.
CREATE UNIQUE INDEX address_proposal_open_once ON address_proposal (shop, order_id) WHERE state = 'open';

-- Labels that were printed again for an order that had one.
CREATE TABLE label_reprint (
  operation_id TEXT NOT NULL,
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  -- The waybill that was scanned; '' for the order's own number.
  waybill TEXT NOT NULL,
  address_version BIGINT NOT NULL,
  order_version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (operation_id, shop, order_id, waybill)
);

CREATE INDEX label_reprint_by_order ON label_reprint (shop, order_id);

-- Address versions that a case answers to: the parcel is on its way to the old address.
CREATE TABLE case_address (
  case_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (case_id, number)
);

-- Every look at a full address, and why.
CREATE TABLE address_look (
  operation_id TEXT NOT NULL,
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (operation_id, shop, order_id)
);

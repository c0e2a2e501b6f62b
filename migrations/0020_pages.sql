-- What was wrong with the pages when they were checked, what is waived, and how they read when they were frozen.

CREATE TABLE page_check (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  pages BIGINT NOT NULL CHECK (pages >= 0),
  faults BIGINT NOT NULL CHECK (faults >= 0),
  waived BIGINT NOT NULL CHECK (waived >= 0),
  -- The moment whose prices the pages had to show.
  prices_at BIGINT NOT NULL,
  checked_at BIGINT NOT NULL,
  checked_by TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, number)
);

-- The pages of a check, each with how many faults of a kind it has; '' for that it was looked at.
CREATE TABLE page_result (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL,
  page TEXT NOT NULL,
  kind TEXT NOT NULL,
  faults BIGINT NOT NULL CHECK (faults >= 0),
  -- The first of them, in words.
  first TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, number, page, kind),
  FOREIGN KEY (shop, number) REFERENCES page_check (shop, number)
);

CREATE INDEX page_result_by_operation ON page_result (operation_id);

-- What may stay as it is for a while, and why.
CREATE TABLE page_waiver (
  shop TEXT NOT NULL,
  fault TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  granted_by TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, fault, granted_at),
  CHECK (granted_at < until_at)
);

CREATE TABLE page_freeze (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  pages BIGINT NOT NULL CHECK (pages > 0),
  frozen_at BIGINT NOT NULL,
  frozen_by TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, number)
);

CREATE TABLE page_frozen (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL,
  page TEXT NOT NULL,
  title TEXT NOT NULL,
  price_fen BIGINT,
  stock BIGINT,
  -- SHA-256 of all its texts and links.
  digest TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, number, page),
  FOREIGN KEY (shop, number) REFERENCES page_freeze (shop, number)
);

-- What only people can know before the event, such as that a backup was tried: the newest of an item counts.
CREATE TABLE ready_sign (
  shop TEXT NOT NULL,
  item TEXT NOT NULL CHECK (item <> ''),
  signed_at BIGINT NOT NULL,
  signed_by TEXT NOT NULL,
  note TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, item, signed_at)
);

-- What agents say: which script was used, which phrases were handed out, common questions, and what bargainers were given.

CREATE TABLE script_use (
  operation_id TEXT NOT NULL PRIMARY KEY,
  shop TEXT NOT NULL,
  script TEXT NOT NULL,
  purpose TEXT NOT NULL,
  style TEXT NOT NULL CHECK (style IN ('formal', 'warm')),
  agent TEXT NOT NULL,
  -- NULL where it was said before there was an order.
  order_id TEXT,
  used_at BIGINT NOT NULL
);

CREATE INDEX script_use_by_script ON script_use (shop, script, used_at);

-- The team phrases that were handed out, so that the next list can say which of them no longer hold.
CREATE TABLE phrase_export (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, number)
);

CREATE TABLE phrase_entry (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL,
  script TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (shop, number, script),
  FOREIGN KEY (shop, number) REFERENCES phrase_export (shop, number)
);

-- A common question (FAQ) on its way to a good answer.
CREATE TABLE faq (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  question TEXT NOT NULL CHECK (question <> ''),
  answer TEXT NOT NULL,
  -- What it is about; '' where it is about everything.
  sku TEXT NOT NULL,
  activity TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('candidate', 'reviewed', 'published', 'dropped')),
  proposed_by TEXT NOT NULL,
  reviewed_by TEXT,
  reason TEXT,
  changed_at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  review_operation_id TEXT,
  publish_operation_id TEXT,
  PRIMARY KEY (shop, number),
  CHECK (state = 'candidate' OR review_operation_id IS NOT NULL),
  CHECK (state <> 'published' OR publish_operation_id IS NOT NULL AND answer <> ''),
  CHECK (reviewed_by IS NULL OR state = 'dropped' OR reviewed_by <> proposed_by)
);

-- A buyer who bargains: what was asked, and what came of it.
CREATE TABLE concession (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  sku TEXT NOT NULL,
  order_id TEXT,
  give TEXT NOT NULL,
  -- What the buyer does in return.
  condition TEXT NOT NULL,
  asked_fen BIGINT NOT NULL CHECK (asked_fen > 0),
  state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused')),
  granted_fen BIGINT CHECK (granted_fen > 0),
  -- The rule that a refusal cites.
  citation TEXT,
  agent TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  -- Before this moment nothing is granted: the value is explained first.
  ready_at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  decide_operation_id TEXT,
  PRIMARY KEY (shop, number),
  CHECK ((state = 'granted') = (granted_fen IS NOT NULL)),
  CHECK ((state = 'refused') = (citation IS NOT NULL)),
  CHECK ((state = 'asked') = (decide_operation_id IS NULL))
);

-- What an agent gave away in a day.
CREATE TABLE concession_budget (
  shop TEXT NOT NULL,
  agent TEXT NOT NULL,
  day TEXT NOT NULL,
  spent_fen BIGINT NOT NULL,
  limit_fen BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, agent, day),
  CHECK (spent_fen <= limit_fen)
);

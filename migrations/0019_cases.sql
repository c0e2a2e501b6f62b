-- Cases that people open, receive, pass on and end: with a receipt, a deadline, a checklist and a history.

ALTER TABLE shop_case ADD COLUMN title TEXT NOT NULL DEFAULT '';
-- Which of its kind: the checklist (return), the subject of a voice, whose fault a conflict is. Empty for none.
ALTER TABLE shop_case ADD COLUMN tag TEXT NOT NULL DEFAULT '';
-- Counts the cases of a kind that are about nothing with a name of its own; its subject then is the number.
ALTER TABLE shop_case ADD COLUMN number BIGINT;
ALTER TABLE shop_case ADD COLUMN opened_by TEXT NOT NULL DEFAULT '';
-- Who has to act; empty for whoever of the group is there.
ALTER TABLE shop_case ADD COLUMN assignee TEXT NOT NULL DEFAULT '';
ALTER TABLE shop_case ADD COLUMN due_at BIGINT;
-- How far it has been escalated: 0 owner, 1 deputy, 2 lead.
ALTER TABLE shop_case ADD COLUMN level BIGINT NOT NULL DEFAULT 0;
-- Nothing may be settled before; NULL where tempers need not cool.
ALTER TABLE shop_case ADD COLUMN cool_until BIGINT;
-- The case that this one follows from; empty for none.
ALTER TABLE shop_case ADD COLUMN follows TEXT NOT NULL DEFAULT '';
-- An open case with a receipt is being worked on. It stays 'open', so that an order still has one open case of a kind.
ALTER TABLE shop_case ADD COLUMN received_at BIGINT;
ALTER TABLE shop_case ADD COLUMN received_by TEXT;
ALTER TABLE shop_case ADD COLUMN receive_operation_id TEXT;

CREATE UNIQUE INDEX shop_case_number ON shop_case (shop, kind, number);
CREATE INDEX shop_case_due ON shop_case (shop, owner_group, due_at) WHERE state = 'open';

-- Who had to act when a case was opened, by the routing matrix of the playbooks in force: a gate reads no YAML.
CREATE TABLE case_route (
  kind TEXT NOT NULL,
  tag TEXT NOT NULL,
  owner_group TEXT NOT NULL,
  owner TEXT NOT NULL,
  deputy TEXT NOT NULL,
  target_minutes BIGINT NOT NULL CHECK (target_minutes > 0),
  channel TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (kind, tag)
);

-- What became of a case, in its order.
CREATE TABLE case_event (
  case_id TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  text TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (case_id, number),
  FOREIGN KEY (case_id) REFERENCES shop_case (id)
);

-- The checklist of a case, as it read when the case was opened.
CREATE TABLE case_step (
  case_id TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  text TEXT NOT NULL,
  is_optional BIGINT NOT NULL CHECK (is_optional IN (0, 1)),
  done_at BIGINT,
  done_by TEXT,
  operation_id TEXT NOT NULL,
  done_operation_id TEXT,
  PRIMARY KEY (case_id, number),
  FOREIGN KEY (case_id) REFERENCES shop_case (id),
  CHECK ((done_at IS NULL) = (done_operation_id IS NULL))
);

-- The review of a case badReview.
CREATE TABLE bad_review (
  case_id TEXT NOT NULL PRIMARY KEY,
  posted_at BIGINT NOT NULL,
  stars BIGINT NOT NULL CHECK (stars BETWEEN 1 AND 5),
  -- No answer may be written after this.
  explain_until BIGINT NOT NULL,
  change_until BIGINT NOT NULL,
  cause TEXT CHECK (cause IN ('logistics', 'attitude', 'quality', 'other')),
  called_at BIGINT,
  call_result TEXT CHECK (call_result IN ('willChange', 'refused', 'noAnswer')),
  explained_at BIGINT,
  explanation TEXT,
  has_follow_up BIGINT NOT NULL DEFAULT 0 CHECK (has_follow_up IN (0, 1)),
  operation_id TEXT NOT NULL,
  FOREIGN KEY (case_id) REFERENCES shop_case (id)
);

-- The claim of a case compensation.
CREATE TABLE compensation (
  case_id TEXT NOT NULL PRIMARY KEY,
  claim_fen BIGINT NOT NULL CHECK (claim_fen > 0),
  liability TEXT NOT NULL,
  -- What the rules allow for this order and liability.
  limit_fen BIGINT NOT NULL CHECK (limit_fen >= 0),
  offer_fen BIGINT NOT NULL CHECK (offer_fen >= 0),
  needs_approval BIGINT NOT NULL CHECK (needs_approval IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused')),
  -- The rule that a refusal cites.
  rule TEXT NOT NULL,
  decided_at BIGINT,
  decided_by TEXT,
  operation_id TEXT NOT NULL,
  decide_operation_id TEXT,
  FOREIGN KEY (case_id) REFERENCES shop_case (id),
  CHECK ((state = 'asked') = (decided_at IS NULL)),
  CHECK (state <> 'refused' OR rule <> '')
);

-- Rules of the platform that were broken, and what it cost.
CREATE TABLE violation (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  rule TEXT NOT NULL CHECK (rule <> ''),
  points BIGINT NOT NULL CHECK (points >= 0),
  cost_fen BIGINT NOT NULL CHECK (cost_fen >= 0),
  agent TEXT NOT NULL,
  order_id TEXT NOT NULL,
  cause TEXT NOT NULL,
  happened_at BIGINT NOT NULL,
  noted_at BIGINT NOT NULL,
  noted_by TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, number)
);

-- A chat that somebody read and judged by the six qualities of service, 1 to 5 each.
CREATE TABLE spot_check (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  agent TEXT NOT NULL CHECK (agent <> ''),
  chat TEXT NOT NULL,
  timely BIGINT NOT NULL CHECK (timely BETWEEN 1 AND 5),
  friendly BIGINT NOT NULL CHECK (friendly BETWEEN 1 AND 5),
  professional BIGINT NOT NULL CHECK (professional BETWEEN 1 AND 5),
  flexible BIGINT NOT NULL CHECK (flexible BETWEEN 1 AND 5),
  proactive BIGINT NOT NULL CHECK (proactive BETWEEN 1 AND 5),
  grateful BIGINT NOT NULL CHECK (grateful BETWEEN 1 AND 5),
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_whom TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, number),
  CHECK (agent <> by_whom)
);

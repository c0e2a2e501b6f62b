-- The people who serve, their shifts, and who was there.

CREATE TABLE agent (
  shop TEXT NOT NULL,
  name TEXT NOT NULL,
  group_name TEXT NOT NULL,
  -- How many chats at once.
  concurrency BIGINT NOT NULL CHECK (concurrency BETWEEN 1 AND 50),
  level TEXT NOT NULL CHECK (level IN ('newcomer', 'regular', 'experienced')),
  -- Who stands in with this person's own buyers; '' where nobody is bound.
  deputy TEXT NOT NULL,
  -- The contract, for one rota, breaks included.
  min_minutes BIGINT NOT NULL CHECK (min_minutes >= 0),
  max_minutes BIGINT NOT NULL CHECK (max_minutes >= min_minutes),
  max_shift_minutes BIGINT NOT NULL CHECK (max_shift_minutes > 0),
  max_shifts BIGINT NOT NULL CHECK (max_shifts BETWEEN 0 AND 60),
  left_at BIGINT,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, name),
  CHECK (deputy <> name)
);

CREATE TABLE agent_skill (
  shop TEXT NOT NULL,
  agent TEXT NOT NULL,
  skill TEXT NOT NULL CHECK (skill <> ''),
  PRIMARY KEY (shop, agent, skill),
  FOREIGN KEY (shop, agent) REFERENCES agent (shop, name)
);

-- When somebody cannot come, known before.
CREATE TABLE agent_unavailable (
  shop TEXT NOT NULL,
  agent TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  PRIMARY KEY (shop, agent, from_at),
  FOREIGN KEY (shop, agent) REFERENCES agent (shop, name),
  CHECK (from_at < until_at)
);

CREATE TABLE agent_wish (
  shop TEXT NOT NULL,
  agent TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('avoid', 'want')),
  day TEXT NOT NULL,
  band TEXT NOT NULL CHECK (band IN ('night', 'morning', 'afternoon', 'evening', 'day')),
  PRIMARY KEY (shop, agent, kind, day, band),
  FOREIGN KEY (shop, agent) REFERENCES agent (shop, name)
);

-- Who holds a sub-account (旺旺昵称) from when until when; the far end of time is 253402300799999. Each row names where
-- the one before it ends and begins no earlier, and only one follows it: so no two people hold an account at once.
CREATE TABLE agent_account (
  shop TEXT NOT NULL,
  nick TEXT NOT NULL,
  agent TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  before_until BIGINT,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, nick, until_at),
  UNIQUE (shop, nick, before_until),
  FOREIGN KEY (shop, agent) REFERENCES agent (shop, name),
  FOREIGN KEY (shop, nick, before_until) REFERENCES agent_account (shop, nick, until_at),
  CHECK (from_at < until_at),
  CHECK (before_until <= from_at)
);

CREATE UNIQUE INDEX agent_account_first ON agent_account (shop, nick) WHERE before_until IS NULL;

CREATE TABLE rota (
  shop TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version > 0),
  state TEXT NOT NULL CHECK (state IN ('draft', 'published')),
  source TEXT NOT NULL CHECK (source IN ('solver', 'file', 'copy')),
  -- Whole days of the shop.
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  -- One slot of its need and of the search.
  slot_minutes BIGINT NOT NULL CHECK (slot_minutes IN (5, 10, 15, 30)),
  -- What it cost when it was made, by rule, as JSON.
  cost TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  published_at BIGINT,
  published_by TEXT,
  -- Counts every change of its shifts, so that nobody changes what he has not seen.
  revision BIGINT NOT NULL CHECK (revision > 0),
  operation_id TEXT NOT NULL,
  publish_operation_id TEXT,
  PRIMARY KEY (shop, version),
  CHECK (from_at < until_at),
  CHECK ((state = 'published') = (published_at IS NOT NULL AND publish_operation_id IS NOT NULL))
);

-- Which rota is in force on a day: one. A shift belongs to the day on which it begins.
CREATE TABLE rota_day (
  shop TEXT NOT NULL,
  day BIGINT NOT NULL,
  version BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, day),
  FOREIGN KEY (shop, version) REFERENCES rota (shop, version)
);

-- People needed, from a moment on for one slot; only where somebody is.
CREATE TABLE rota_need (
  shop TEXT NOT NULL,
  version BIGINT NOT NULL,
  skill TEXT NOT NULL,
  at BIGINT NOT NULL,
  people BIGINT NOT NULL CHECK (people > 0),
  PRIMARY KEY (shop, version, skill, at),
  FOREIGN KEY (shop, version) REFERENCES rota (shop, version)
);

-- Shifts are never changed: one goes, and another comes.
CREATE TABLE rota_shift (
  shop TEXT NOT NULL,
  version BIGINT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  -- NULL: nobody has it, it may be taken.
  agent TEXT,
  start_at BIGINT NOT NULL,
  end_at BIGINT NOT NULL,
  -- Fixed by hand: no search moves it.
  is_pinned BIGINT NOT NULL CHECK (is_pinned IN (0, 1)),
  operation_id TEXT NOT NULL,
  gone_operation_id TEXT,
  PRIMARY KEY (shop, version, number),
  FOREIGN KEY (shop, version) REFERENCES rota (shop, version),
  FOREIGN KEY (shop, agent) REFERENCES agent (shop, name),
  CHECK (start_at < end_at AND end_at - start_at <= 86400000)
);

CREATE UNIQUE INDEX rota_shift_once ON rota_shift (shop, version, agent, start_at) WHERE gone_operation_id IS NULL;
CREATE INDEX rota_shift_by_time ON rota_shift (shop, start_at) WHERE gone_operation_id IS NULL;

CREATE TABLE rota_break (
  shop TEXT NOT NULL,
  version BIGINT NOT NULL,
  shift BIGINT NOT NULL,
  start_at BIGINT NOT NULL,
  end_at BIGINT NOT NULL,
  PRIMARY KEY (shop, version, shift, start_at),
  FOREIGN KEY (shop, version, shift) REFERENCES rota_shift (shop, version, number),
  CHECK (start_at < end_at)
);

-- Why shifts went and came after a rota was made.
CREATE TABLE rota_change (
  operation_id TEXT NOT NULL PRIMARY KEY,
  shop TEXT NOT NULL,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('swap', 'drop', 'take', 'absent')),
  agent TEXT NOT NULL,
  other TEXT,
  -- For an absence: from when until when.
  from_at BIGINT,
  until_at BIGINT,
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  FOREIGN KEY (shop, version) REFERENCES rota (shop, version),
  CHECK ((kind = 'absent') = (from_at IS NOT NULL AND until_at IS NOT NULL)),
  CHECK (from_at < until_at)
);

CREATE INDEX rota_change_by_rota ON rota_change (shop, version, at);

CREATE TABLE attendance (
  shop TEXT NOT NULL,
  agent TEXT NOT NULL,
  in_at BIGINT NOT NULL,
  out_at BIGINT,
  in_by TEXT NOT NULL,
  out_by TEXT,
  operation_id TEXT NOT NULL,
  out_operation_id TEXT,
  PRIMARY KEY (shop, agent, in_at),
  FOREIGN KEY (shop, agent) REFERENCES agent (shop, name),
  CHECK (in_at <= out_at),
  CHECK ((out_at IS NULL) = (out_operation_id IS NULL))
);

CREATE UNIQUE INDEX attendance_open ON attendance (shop, agent) WHERE out_at IS NULL;

-- One shift leaves, another comes: both sign what stood there.
CREATE TABLE handover (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  -- What it said when it was opened, as JSON; orders by number only.
  picture TEXT NOT NULL,
  note TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  opened_by TEXT NOT NULL,
  leaving TEXT,
  leaving_at BIGINT,
  coming TEXT,
  coming_at BIGINT,
  operation_id TEXT NOT NULL,
  leaving_operation_id TEXT,
  coming_operation_id TEXT,
  PRIMARY KEY (shop, number),
  CHECK ((leaving IS NULL) = (leaving_at IS NULL) AND (leaving IS NULL) = (leaving_operation_id IS NULL)),
  CHECK ((coming IS NULL) = (coming_at IS NULL) AND (coming IS NULL) = (coming_operation_id IS NULL)),
  -- The leaving shift signs first, and nobody for both.
  CHECK (coming IS NULL OR leaving IS NOT NULL),
  CHECK (coming <> leaving)
);

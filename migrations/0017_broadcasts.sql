-- Changes of activities, what everybody has to know of them, and messages to group robots.

-- Version 1 of an activity is the playbook's; each change is the next one.
CREATE TABLE activity_version (
  shop TEXT NOT NULL,
  activity TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 1),
  effective_at BIGINT NOT NULL,
  -- Only what this change changes, as JSON: field to value, in the playbook's words.
  fields TEXT NOT NULL,
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, activity, number)
);

CREATE TABLE broadcast (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  version BIGINT NOT NULL CHECK (version > 0),
  title TEXT NOT NULL CHECK (title <> ''),
  body TEXT NOT NULL,
  urgency TEXT NOT NULL,
  -- Skills, groups and names, one a line; '' for everybody.
  audience TEXT NOT NULL,
  -- What it tells of, where it is the change of an activity.
  activity TEXT NOT NULL,
  activity_version BIGINT NOT NULL,
  effective_at BIGINT NOT NULL,
  -- '' where nothing is asked; else the options one a line, and the right one from 1.
  question TEXT NOT NULL,
  options TEXT NOT NULL,
  answer BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  sent_by TEXT NOT NULL,
  -- Withdrawn, or replaced by the next version.
  ended_at BIGINT,
  operation_id TEXT NOT NULL,
  end_operation_id TEXT,
  PRIMARY KEY (shop, number, version),
  CHECK ((question = '') = (answer = 0)),
  CHECK ((ended_at IS NULL) = (end_operation_id IS NULL))
);

CREATE UNIQUE INDEX broadcast_in_force ON broadcast (shop, number) WHERE end_operation_id IS NULL;

-- One for each person; a receipt belongs to this version alone.
CREATE TABLE broadcast_delivery (
  shop TEXT NOT NULL,
  broadcast BIGINT NOT NULL,
  version BIGINT NOT NULL,
  agent TEXT NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('onShift', 'comingOn', 'clockedIn')),
  -- From when the minutes count: when it was made, or the start of the shift.
  since_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  wrong_answers BIGINT NOT NULL CHECK (wrong_answers >= 0),
  acknowledged_at BIGINT,
  operation_id TEXT NOT NULL,
  ack_operation_id TEXT,
  PRIMARY KEY (shop, broadcast, version, agent),
  FOREIGN KEY (shop, broadcast, version) REFERENCES broadcast (shop, number, version),
  CHECK (since_at <= due_at),
  CHECK ((acknowledged_at IS NULL) = (ack_operation_id IS NULL))
);

CREATE INDEX broadcast_delivery_unread ON broadcast_delivery (shop, agent) WHERE ack_operation_id IS NULL;

-- What was done about somebody who had not read it; each step once.
CREATE TABLE broadcast_step (
  shop TEXT NOT NULL,
  broadcast BIGINT NOT NULL,
  version BIGINT NOT NULL,
  agent TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('reminder', 'deputy', 'lead')),
  -- Of several reminders, the first is 1.
  place BIGINT NOT NULL CHECK (place > 0),
  -- Who was told; '' for whoever leads the shift.
  told TEXT NOT NULL,
  at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, broadcast, version, agent, kind, place),
  FOREIGN KEY (shop, broadcast, version, agent) REFERENCES broadcast_delivery (shop, broadcast, version, agent)
);

CREATE INDEX broadcast_step_told ON broadcast_step (shop, told) WHERE kind <> 'reminder';

-- The outbox: what a group robot has to say, once for each version.
CREATE TABLE robot_message (
  shop TEXT NOT NULL,
  robot TEXT NOT NULL,
  broadcast BIGINT NOT NULL,
  version BIGINT NOT NULL,
  -- The change itself, or who has not read it.
  kind TEXT NOT NULL CHECK (kind IN ('change', 'unread')),
  lane TEXT NOT NULL CHECK (lane IN ('urgent', 'normal', 'digest')),
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'unsure', 'refused', 'dropped')),
  not_before BIGINT NOT NULL,
  -- Answers that were lost: it may have been shown so many times beside the one that is known.
  losses BIGINT NOT NULL CHECK (losses >= 0),
  queued_at BIGINT NOT NULL,
  settled_at BIGINT,
  -- The last sending that it was part of.
  sending BIGINT,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, robot, broadcast, version, kind),
  FOREIGN KEY (shop, broadcast, version) REFERENCES broadcast (shop, number, version),
  CHECK (state NOT IN ('sending', 'sent', 'unsure') OR sending IS NOT NULL)
);

CREATE INDEX robot_message_open ON robot_message (shop, robot, lane, not_before) WHERE state IN ('waiting', 'sending');

-- Noted before anything is sent; nothing is ever taken for unsent.
CREATE TABLE robot_sending (
  shop TEXT NOT NULL,
  robot TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  lane TEXT NOT NULL,
  messages BIGINT NOT NULL CHECK (messages > 0),
  -- An answer to one of them was lost before: the group may see it twice, and the text says so.
  is_repeat BIGINT NOT NULL CHECK (is_repeat IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'refused', 'lost')),
  code TEXT NOT NULL,
  claimed_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  answered_at BIGINT,
  operation_id TEXT NOT NULL,
  answer_operation_id TEXT,
  PRIMARY KEY (shop, robot, number),
  CHECK ((state = 'sending') = (answer_operation_id IS NULL))
);

-- One at a time for each robot: its budget and its order hold across processes.
CREATE UNIQUE INDEX robot_sending_one ON robot_sending (shop, robot) WHERE state = 'sending';
CREATE INDEX robot_sending_by_time ON robot_sending (shop, robot, claimed_at);

-- Until when a robot says nothing, and why.
CREATE TABLE robot_pause (
  shop TEXT NOT NULL,
  robot TEXT NOT NULL,
  until_at BIGINT NOT NULL,
  code TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, robot)
);

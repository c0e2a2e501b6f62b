-- Refunds that wait for their day and are paid once.

-- What our own refund of the whole order says: 0 nothing, 1 on its way to the payer, 2 paid. What imports and persons
-- write into refund_block is never less: no later code path can open a gate for an order that is being paid back.
ALTER TABLE shop_order ADD COLUMN refund_here BIGINT NOT NULL DEFAULT 0
  CHECK (refund_here IN (0, 1, 2) AND refund_block >= refund_here);

-- A refund as the platform last showed it (退款编号).
CREATE TABLE platform_refund (
  shop TEXT NOT NULL,
  id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  -- The order line, or '' where the source does not tell.
  line TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('applied', 'refunded', 'closed')),
  -- The platform's own words.
  status TEXT NOT NULL,
  amount_fen BIGINT CHECK (amount_fen >= 0),
  -- 1 全部退款, 0 部分退款; NULL where the source does not tell.
  is_whole BIGINT CHECK (is_whole IN (0, 1)),
  phase TEXT,
  -- When it last changed: the platform's version of it.
  version BIGINT,
  deadline BIGINT,
  source_at BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, id)
);

CREATE INDEX platform_refund_by_operation ON platform_refund (operation_id);
CREATE INDEX platform_refund_by_order ON platform_refund (shop, order_id);

CREATE TABLE refund (
  shop TEXT NOT NULL,
  -- ORDER.SEQUENCE, or ORDER.LINE.SEQUENCE.
  id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  -- The order line, or '' for the whole order.
  line TEXT NOT NULL,
  sequence BIGINT NOT NULL CHECK (sequence > 0),
  kind TEXT NOT NULL CHECK (kind IN ('wholeOrder', 'partial', 'difference', 'priceGuarantee')),
  state TEXT NOT NULL CHECK (state IN ('awaitingApplication', 'applied', 'batched', 'submitted', 'uncertain',
    'settled', 'refused', 'withdrawn')),
  -- Why a person has to look at it before it goes on; '' when nobody has to.
  review TEXT NOT NULL,
  -- NULL while nobody knows what was paid.
  amount_fen BIGINT CHECK (amount_fen > 0),
  -- What the payer knows it by: derived from shop, order, line and sequence, one for ever.
  key TEXT NOT NULL,
  -- The platform's number, version and phase of it, once the buyer has applied.
  refund_id TEXT,
  refund_version BIGINT,
  phase TEXT NOT NULL,
  opens_at BIGINT NOT NULL,
  deadline BIGINT NOT NULL,
  batch BIGINT,
  attempts BIGINT NOT NULL CHECK (attempts >= 0),
  -- 'hold', 'person' or 'platform'.
  source TEXT NOT NULL CHECK (source IN ('hold', 'person', 'platform')),
  note TEXT NOT NULL,
  queued_at BIGINT NOT NULL,
  queued_by TEXT NOT NULL,
  -- Who answers for the amount; a second person is somebody else.
  amount_by TEXT NOT NULL,
  approved_by TEXT,
  submitted_at BIGINT,
  settled_at BIGINT,
  -- Counts every change of this row.
  version BIGINT NOT NULL CHECK (version > 0),
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, id),
  UNIQUE (shop, order_id, line, sequence),
  UNIQUE (key),
  CHECK (kind <> 'wholeOrder' OR line = ''),
  -- Four eyes.
  CHECK (approved_by <> amount_by),
  CHECK ((state = 'settled') = (settled_at IS NOT NULL)),
  CHECK (state NOT IN ('batched', 'submitted', 'uncertain') OR (amount_fen IS NOT NULL AND batch IS NOT NULL)),
  CHECK (state NOT IN ('applied', 'batched') OR refund_id IS NOT NULL)
);

-- An order is paid back as a whole once.
CREATE UNIQUE INDEX refund_whole_once ON refund (shop, order_id)
  WHERE kind = 'wholeOrder' AND state NOT IN ('refused', 'withdrawn');
CREATE UNIQUE INDEX refund_platform_once ON refund (shop, refund_id)
  WHERE refund_id IS NOT NULL AND state NOT IN ('refused', 'withdrawn');
CREATE INDEX refund_open ON refund (state, shop, opens_at) WHERE state NOT IN ('settled', 'refused', 'withdrawn');
CREATE INDEX refund_by_batch ON refund (shop, batch) WHERE batch IS NOT NULL;

CREATE TABLE refund_batch (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  platform TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('packed', 'submitted')),
  -- 'gateway' or 'sheet'; NULL while it waits.
  channel TEXT CHECK (channel IN ('gateway', 'sheet')),
  -- One refund beyond the limits, for a person to pay.
  is_single BIGINT NOT NULL CHECK (is_single IN (0, 1)),
  refunds BIGINT NOT NULL CHECK (refunds >= 0),
  amount_fen BIGINT NOT NULL CHECK (amount_fen >= 0),
  limit_refunds BIGINT NOT NULL,
  limit_fen BIGINT NOT NULL,
  needs_sms BIGINT NOT NULL CHECK (needs_sms IN (0, 1)),
  deadline BIGINT NOT NULL,
  packed_at BIGINT NOT NULL,
  packed_by TEXT NOT NULL,
  sms_confirmed_by TEXT,
  submitted_at BIGINT,
  operation_id TEXT NOT NULL,
  submit_operation_id TEXT,
  PRIMARY KEY (shop, number),
  -- Never an illegal batch.
  CHECK ((is_single = 0 AND refunds <= limit_refunds AND amount_fen <= limit_fen) OR (is_single = 1 AND refunds <= 1)),
  CHECK ((state = 'submitted') = (submitted_at IS NOT NULL)),
  CHECK (state = 'packed' OR needs_sms = 0 OR sms_confirmed_by IS NOT NULL OR channel = 'sheet')
);

CREATE INDEX refund_batch_waiting ON refund_batch (shop, number) WHERE state = 'packed';

-- What was sent, and what came back; nothing is ever changed here.
CREATE TABLE refund_attempt (
  shop TEXT NOT NULL,
  refund_id TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  event TEXT NOT NULL CHECK (event IN ('sent', 'answered', 'lost')),
  channel TEXT NOT NULL CHECK (channel IN ('gateway', 'sheet', 'platform')),
  key TEXT NOT NULL,
  amount_fen BIGINT NOT NULL,
  answer TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, refund_id, number)
);

CREATE TABLE refund_chase (
  shop TEXT NOT NULL,
  order_id TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  result TEXT NOT NULL CHECK (result IN ('told', 'applied', 'keepsGoods', 'noAnswer')),
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, order_id, number)
);

-- What an agent has promised in a day, by kind.
CREATE TABLE refund_budget (
  shop TEXT NOT NULL,
  agent TEXT NOT NULL,
  kind TEXT NOT NULL,
  day TEXT NOT NULL,
  spent_fen BIGINT NOT NULL,
  limit_fen BIGINT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, agent, kind, day),
  CHECK (spent_fen <= limit_fen)
);

-- Orders that were held as unwanted before refunds were queued. They open on the day after the payment, which is never
-- early; what the calendar says is looked at again before anything is paid.
INSERT INTO refund (shop, id, order_id, line, sequence, kind, state, review, amount_fen, key, phase, opens_at, deadline,
  attempts, source, note, queued_at, queued_by, amount_by, version, operation_id)
SELECT o.shop, o.id || '.1', o.id, '', 1, 'wholeOrder', 'awaitingApplication',
  CASE WHEN o.paid_fen > 0 AND COALESCE(o.refund_fen, 0) = 0 THEN '' ELSE 'amountUnknown' END,
  CASE WHEN o.paid_fen > 0 AND COALESCE(o.refund_fen, 0) = 0 THEN o.paid_fen END,
  length(o.shop) || ':' || o.shop || ':' || length(o.id) || ':' || o.id || ':0::1', '',
  ((COALESCE(o.paid_at, o.created_at, h.placed_at) + 28800000) / 86400000 + 1) * 86400000 - 28800000,
  ((COALESCE(o.paid_at, o.created_at, h.placed_at) + 28800000) / 86400000 + 3) * 86400000 - 28800000,
  0, 'hold', '', h.placed_at, h.placed_by, h.placed_by, 1, h.operation_id
FROM shop_order o
JOIN hold h ON h.shop = o.shop AND h.order_id = o.id
WHERE h.id = (
    SELECT MIN(f.id) FROM hold f
    WHERE f.shop = o.shop AND f.order_id = o.id AND f.line = '' AND f.reason = 'buyerCancelled'
      AND f.lifted_at IS NULL)
  AND o.stage BETWEEN 30 AND 90 AND o.refund_block <> 2;

-- What a check of pages could see, since when a case is in whose hands, and which refund a granted claim is.

-- By which checks a page was looked at and how much of it each saw, such as 'price=0,word=2': 0 a title, 1 a row with more
-- text, 2 the whole page. Empty for older checks and in the rows of faults.
ALTER TABLE page_result ADD COLUMN checks TEXT NOT NULL DEFAULT '';
-- How much of the page the source shows that has the faults.
ALTER TABLE page_result ADD COLUMN breadth BIGINT NOT NULL DEFAULT 0 CHECK (breadth BETWEEN 0 AND 2);
-- How many more of them may stand for a while.
ALTER TABLE page_result ADD COLUMN waived BIGINT NOT NULL DEFAULT 0 CHECK (waived >= 0);

CREATE INDEX page_result_by_page ON page_result (shop, page, kind, number);

-- When it was passed on or escalated: who gets it has time from then on. NULL while it is where it was opened.
ALTER TABLE shop_case ADD COLUMN handed_at BIGINT;

-- Cases from before there were deadlines have one, too: else nobody would ever hear that they are late.
UPDATE shop_case SET due_at = opened_at + 60000 * COALESCE(
    (SELECT r.target_minutes FROM case_route r WHERE r.kind = shop_case.kind AND r.tag = ''),
    CASE kind
      WHEN 'help' THEN 3 WHEN 'conflict' THEN 15
      WHEN 'recall' THEN 30 WHEN 'interception' THEN 30 WHEN 'oversold' THEN 30
      WHEN 'stockDifference' THEN 240 WHEN 'pageFault' THEN 240 WHEN 'compensation' THEN 240
      WHEN 'badReview' THEN 1440 WHEN 'afterSales' THEN 1440
      ELSE 4320
    END)
WHERE state = 'open' AND due_at IS NULL;

-- The case whose claim was granted; it is paid once, whatever is typed how often. Claims that were granted before have none:
-- their refunds were queued by hand, and nobody here can tell which.
ALTER TABLE refund ADD COLUMN case_id TEXT;

CREATE UNIQUE INDEX refund_once_of_case ON refund (case_id) WHERE case_id IS NOT NULL;

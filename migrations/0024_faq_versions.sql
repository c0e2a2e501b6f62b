-- An answer about an activity holds for the version of it that was in force when somebody reviewed it.

-- NULL where it is about no activity, or nobody has reviewed it.
ALTER TABLE faq ADD COLUMN activity_version BIGINT CHECK (activity_version > 0);

UPDATE faq SET activity_version = (
  SELECT COALESCE(MAX(v.number), 1) FROM activity_version v JOIN operation o ON o.id = faq.review_operation_id
  WHERE v.shop = faq.shop AND v.activity = faq.activity AND v.effective_at <= o.at)
WHERE activity <> '' AND review_operation_id IS NOT NULL;

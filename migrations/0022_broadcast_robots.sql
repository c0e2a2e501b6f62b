-- A robot belongs to the store, and its platform counts what it says for all shops together: so its budget, its pauses and
-- its one text at a time hold for the robot, whichever shop it speaks for.

-- Two shops may have a text of the same robot on its way: its answer is lost, as that of a sender who has gone.
UPDATE robot_message SET losses = losses + 1,
  state = CASE WHEN losses + 1 >= 3 THEN 'unsure' ELSE 'waiting' END,
  settled_at = CASE WHEN losses + 1 >= 3 THEN queued_at END
WHERE state = 'sending';
UPDATE robot_sending SET state = 'lost', code = 'store upgraded', answered_at = claimed_at,
  answer_operation_id = operation_id
WHERE state = 'sending';

DROP INDEX robot_sending_one;
DROP INDEX robot_sending_by_time;
CREATE UNIQUE INDEX robot_sending_one ON robot_sending (robot) WHERE state = 'sending';
CREATE INDEX robot_sending_by_time ON robot_sending (robot, claimed_at);

-- Of several pauses of a robot the longest.
CREATE TABLE robot_pause_of_store (
  robot TEXT NOT NULL PRIMARY KEY,
  until_at BIGINT NOT NULL,
  code TEXT NOT NULL,
  operation_id TEXT NOT NULL
);
INSERT INTO robot_pause_of_store (robot, until_at, code, operation_id)
SELECT robot, until_at, code, operation_id FROM (
  SELECT robot, until_at, code, operation_id,
    ROW_NUMBER() OVER (PARTITION BY robot ORDER BY until_at DESC, shop) AS place
  FROM robot_pause
) pause WHERE place = 1;
DROP TABLE robot_pause;
ALTER TABLE robot_pause_of_store RENAME TO robot_pause;

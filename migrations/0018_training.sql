-- Courses that people take, exams, and passes that let them on shift.

CREATE TABLE training_assignment (
  shop TEXT NOT NULL,
  course TEXT NOT NULL,
  agent TEXT NOT NULL,
  due_at BIGINT,
  assigned_at BIGINT NOT NULL,
  assigned_by TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, course, agent)
);

-- From the first assignment of a course on, nobody serves these skills without a valid pass of it: as the playbook said
-- when it was last assigned or published.
CREATE TABLE training_requirement (
  shop TEXT NOT NULL,
  course TEXT NOT NULL,
  skill TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, course, skill)
);

CREATE TABLE training_exam (
  shop TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  course TEXT NOT NULL,
  agent TEXT NOT NULL,
  -- 'drawn' here, or 'imported' from elsewhere.
  source TEXT NOT NULL CHECK (source IN ('drawn', 'imported')),
  state TEXT NOT NULL CHECK (state IN ('open', 'passed', 'failed', 'void')),
  -- The questions as they were asked and the answers, as JSON.
  questions TEXT NOT NULL,
  answers TEXT NOT NULL,
  -- Per cent.
  score BIGINT CHECK (score BETWEEN 0 AND 100),
  pass_mark BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  answered_at BIGINT,
  note TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  answer_operation_id TEXT,
  PRIMARY KEY (shop, number),
  CHECK ((state IN ('open', 'void')) = (answered_at IS NULL)),
  CHECK ((score IS NULL) = (answered_at IS NULL)),
  CHECK (state <> 'passed' OR score >= pass_mark),
  CHECK (state <> 'failed' OR score < pass_mark)
);

CREATE UNIQUE INDEX training_exam_open ON training_exam (shop, course, agent) WHERE state = 'open';
CREATE INDEX training_exam_by_agent ON training_exam (shop, agent, course, opened_at);

-- A pass comes from a passed exam, and from nothing else.
CREATE TABLE training_pass (
  shop TEXT NOT NULL,
  exam BIGINT NOT NULL,
  course TEXT NOT NULL,
  agent TEXT NOT NULL,
  passed_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  -- A rule or an activity changed; what it was.
  ended_at BIGINT,
  ended_because TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  end_operation_id TEXT,
  PRIMARY KEY (shop, exam),
  FOREIGN KEY (shop, exam) REFERENCES training_exam (shop, number),
  CHECK (passed_at < expires_at),
  CHECK ((ended_at IS NULL) = (end_operation_id IS NULL))
);

CREATE INDEX training_pass_by_agent ON training_pass (shop, agent, course) WHERE end_operation_id IS NULL;

-- What a pass rests on: when one of these changes, it ends.
CREATE TABLE training_pass_subject (
  shop TEXT NOT NULL,
  exam BIGINT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (shop, exam, subject),
  FOREIGN KEY (shop, exam) REFERENCES training_pass (shop, exam)
);

CREATE INDEX training_pass_by_subject ON training_pass_subject (shop, subject);

-- When a rule or an activity changed: an exam that was held before is no pass, whenever its result comes in.
CREATE TABLE training_change (
  shop TEXT NOT NULL,
  subject TEXT NOT NULL,
  at BIGINT NOT NULL,
  because TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (shop, subject, operation_id)
);

-- What was decided when the store was made, and the playbooks in force: two machines never judge by different rules.

CREATE TABLE store_setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE playbook_version (
  version BIGINT NOT NULL PRIMARY KEY,
  digest TEXT NOT NULL,
  operation_id TEXT NOT NULL
);

CREATE TABLE playbook_file (
  version BIGINT NOT NULL,
  path TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (version, path)
);

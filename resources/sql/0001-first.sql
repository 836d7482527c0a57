-- SPDX-License-Identifier: EUPL-1.2
-- In the clear: ids, kinds, states, times, sizes, versions. All else is sealed (BLOB columns).

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT,
  sealed BLOB,
  version INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Ways to open the vault. The label is shown before anything is open.
CREATE TABLE slots (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;

-- case_key and snapshot are NULL once the case was cleared; label and reference are sealed by the
-- store key and stay.
CREATE TABLE cases (
  id TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  attention TEXT,
  generation INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 0,
  created_us INTEGER NOT NULL,
  changed_us INTEGER NOT NULL,
  due_us INTEGER NOT NULL DEFAULT 0,
  cleared_us INTEGER NOT NULL DEFAULT 0,
  bsn_hash TEXT,
  case_key BLOB,
  snapshot BLOB,
  label BLOB,
  reference BLOB
) STRICT;

CREATE INDEX cases_by_bsn_hash ON cases (bsn_hash) WHERE bsn_hash IS NOT NULL;

-- Follow-up that survives clearing, sealed by the store key.
CREATE TABLE records (
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (case_id, name)
) STRICT;

-- state: open (chunks are coming), closed (the last one is in), complete.
CREATE TABLE documents (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  n_chunks INTEGER NOT NULL DEFAULT 0,
  created_us INTEGER NOT NULL,
  info BLOB
) STRICT;

CREATE INDEX documents_by_case ON documents (case_id);

CREATE TABLE chunks (
  id INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (document_id, position)
) STRICT;

CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  step TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  queued_us INTEGER NOT NULL,
  next_at_us INTEGER NOT NULL DEFAULT 0,
  retry_after_us INTEGER NOT NULL DEFAULT 0,
  sending_since_us INTEGER NOT NULL DEFAULT 0,
  tried_us INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  version INTEGER NOT NULL DEFAULT 0,
  payload BLOB NOT NULL,
  frozen BLOB NOT NULL,
  progress BLOB NOT NULL
) STRICT;

CREATE INDEX outbox_by_case ON outbox (case_id);

CREATE TABLE outbox_parts (
  outbox_id TEXT NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
  document_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  sent_bytes INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL,
  problem TEXT,
  version INTEGER NOT NULL DEFAULT 0,
  info BLOB NOT NULL,
  PRIMARY KEY (outbox_id, document_id)
) STRICT;

CREATE TABLE bulk_rows (
    tenant_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    contact_id TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'sent', 'done', 'failed', 'skipped', 'unknown')),
    code TEXT,
    PRIMARY KEY (job_id, position),
    FOREIGN KEY (job_id) REFERENCES bulk_jobs (id) ON DELETE CASCADE
);
CREATE INDEX bulk_rows_state ON bulk_rows (job_id, state, position);

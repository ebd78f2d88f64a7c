CREATE TABLE bulk_jobs (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    args TEXT NOT NULL,
    total BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('shown', 'running', 'paused', 'cancelled', 'done')),
    reason TEXT,
    -- The process that works on it, until when nobody else may.
    worker TEXT,
    lease_until TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX bulk_jobs_newest ON bulk_jobs (tenant_id, user_id, created_at);
CREATE INDEX bulk_jobs_state ON bulk_jobs (state, lease_until);

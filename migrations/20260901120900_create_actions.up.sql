CREATE TABLE actions (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    key TEXT NOT NULL,
    operation TEXT NOT NULL,
    connection_id TEXT,
    args TEXT NOT NULL,
    before TEXT,
    state TEXT NOT NULL CHECK (state IN ('planned', 'sent', 'done', 'failed', 'unknown')),
    answer TEXT,
    error_code TEXT,
    undoes TEXT,
    undone_by TEXT,
    conversation_id TEXT,
    channel TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    -- One step of one message or plan is performed once.
    UNIQUE (tenant_id, key),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX actions_newest ON actions (tenant_id, created_at, position);
CREATE INDEX actions_conversation ON actions (tenant_id, conversation_id);

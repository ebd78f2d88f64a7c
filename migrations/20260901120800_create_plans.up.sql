CREATE TABLE plans (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    plan TEXT NOT NULL,
    door TEXT NOT NULL,
    conversation_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'used', 'cancelled')),
    expires_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX plans_conversation ON plans (tenant_id, conversation_id);
CREATE INDEX plans_expiry ON plans (expires_at);

CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    state_version BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    -- Not a foreign key: a conversation outlives the connection it spoke to.
    connection_id TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    UNIQUE (tenant_id, user_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX conversations_newest ON conversations (tenant_id, user_id, updated_at);

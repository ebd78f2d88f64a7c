CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    message_key TEXT,
    text TEXT NOT NULL,
    answer TEXT,
    status TEXT NOT NULL CHECK (status IN ('pending', 'answered')),
    created_at TIMESTAMPTZ NOT NULL,
    claimed_at TIMESTAMPTZ NOT NULL,
    answered_at TIMESTAMPTZ,
    UNIQUE (conversation_id, seq),
    -- One message of a user is taken in once, however often it is delivered.
    UNIQUE (tenant_id, user_id, message_key),
    FOREIGN KEY (tenant_id, user_id, conversation_id)
        REFERENCES conversations (tenant_id, user_id, id) ON DELETE CASCADE
);

-- What a tenant has taught. Each change is a new version; the newest is live, and none is lost.
CREATE TABLE packs (
    tenant_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- All phrases of this version, in every language, as JSON.
    phrases TEXT NOT NULL,
    change TEXT NOT NULL CHECK (change IN ('added', 'changed', 'removed', 'reverted')),
    -- The phrase it was about; for a reversal the number of the version that it took up again.
    about TEXT NOT NULL,
    -- Who did it; kept when the person is gone.
    user_id TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, version),
    FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);

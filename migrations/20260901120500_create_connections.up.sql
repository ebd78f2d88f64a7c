CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    label TEXT NOT NULL,
    sealed_token TEXT NOT NULL,
    masked_token TEXT NOT NULL,
    location_id TEXT,
    base_url TEXT,
    calendar TEXT,
    is_default BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    validated_at TIMESTAMPTZ,
    validation_error TEXT,
    UNIQUE (tenant_id, id)
);
-- One default per tenant, whatever runs at the same time.
CREATE UNIQUE INDEX connections_default ON connections (tenant_id) WHERE is_default;

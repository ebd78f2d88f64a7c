-- Subjects are fingerprints: this table holds no e-mail address and no network address.
CREATE TABLE sign_in_attempts (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_in_attempts_subject ON sign_in_attempts (subject, at);
CREATE INDEX sign_in_attempts_at ON sign_in_attempts (at);

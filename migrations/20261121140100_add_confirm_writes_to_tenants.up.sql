-- Whether changes of records are shown and confirmed too, as messages and deletions are.
ALTER TABLE tenants ADD COLUMN confirm_writes BOOLEAN NOT NULL DEFAULT FALSE;

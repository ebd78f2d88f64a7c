ALTER TABLE users ADD COLUMN old_role TEXT NOT NULL DEFAULT 'member' CHECK (old_role IN ('owner', 'member'));
UPDATE users SET old_role = 'owner' WHERE role = 'admin';
ALTER TABLE users DROP COLUMN role;
ALTER TABLE users RENAME COLUMN old_role TO role;

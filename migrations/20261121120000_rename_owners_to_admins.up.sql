-- Who made a tenant was its owner; it may now have several administrators. SQLite cannot change a
-- CHECK, so that the column is made anew. Whoever is not named is the lesser of both.
ALTER TABLE users ADD COLUMN new_role TEXT NOT NULL DEFAULT 'member' CHECK (new_role IN ('admin', 'member'));
UPDATE users SET new_role = 'admin' WHERE role = 'owner';
ALTER TABLE users DROP COLUMN role;
ALTER TABLE users RENAME COLUMN new_role TO role;

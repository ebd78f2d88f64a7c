ALTER TABLE tenants DROP COLUMN confirm_writes;

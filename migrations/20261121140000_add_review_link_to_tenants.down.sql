ALTER TABLE tenants DROP COLUMN review_link;

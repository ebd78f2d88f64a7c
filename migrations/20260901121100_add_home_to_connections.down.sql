ALTER TABLE connections DROP COLUMN currency;
ALTER TABLE connections DROP COLUMN country;

-- What the CRM told of the account: the country of its phone numbers, the currency of its amounts.
ALTER TABLE connections ADD COLUMN country TEXT;
ALTER TABLE connections ADD COLUMN currency TEXT;

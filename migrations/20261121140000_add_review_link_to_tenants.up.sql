-- Where customers leave a review; sent when one is asked for.
ALTER TABLE tenants ADD COLUMN review_link TEXT;

DROP TABLE bulk_rows;

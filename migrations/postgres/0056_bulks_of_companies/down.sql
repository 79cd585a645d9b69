DELETE FROM bulk_items WHERE client_id IS NULL;
ALTER TABLE bulk_items DROP CONSTRAINT bulk_items_one_card;
ALTER TABLE bulk_items DROP COLUMN company_id;
ALTER TABLE bulk_items ALTER COLUMN client_id SET NOT NULL;
DELETE FROM bulks WHERE subject = 'companies';
ALTER TABLE bulks DROP COLUMN subject;

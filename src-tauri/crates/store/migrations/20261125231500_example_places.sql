-- Where a person pointed in the text, by field; and the name of the document, to know it again.
ALTER TABLE examples ADD COLUMN places TEXT CHECK (places IS NULL OR json_valid(places));
ALTER TABLE examples ADD COLUMN document TEXT;

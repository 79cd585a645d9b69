DROP TABLE template_results;
DROP TABLE templates;
DROP TABLE result_fields;
DROP TABLE results;
DROP TABLE dictionary_values;
DROP TABLE dictionaries;

-- Counts the changes of what an organisation sets up: the tables named below. Servers keep those tables in memory, and a
-- transaction that sees the number they were read under may use them. Counted by triggers, so that no change escapes.
CREATE TABLE directory_version (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    CONSTRAINT one_directory_version CHECK (id = 1)
) STRICT;
INSERT INTO directory_version (id, version) VALUES (1, 1);

CREATE TRIGGER organisation_counted_insert AFTER INSERT ON organisation
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER organisation_counted_update AFTER UPDATE ON organisation
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER organisation_counted_delete AFTER DELETE ON organisation
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER branches_counted_insert AFTER INSERT ON branches
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER branches_counted_update AFTER UPDATE ON branches
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER branches_counted_delete AFTER DELETE ON branches
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER branch_hours_counted_insert AFTER INSERT ON branch_hours
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER branch_hours_counted_update AFTER UPDATE ON branch_hours
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER branch_hours_counted_delete AFTER DELETE ON branch_hours
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER branch_holidays_counted_insert AFTER INSERT ON branch_holidays
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER branch_holidays_counted_update AFTER UPDATE ON branch_holidays
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER branch_holidays_counted_delete AFTER DELETE ON branch_holidays
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER roles_counted_insert AFTER INSERT ON roles
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER roles_counted_update AFTER UPDATE ON roles
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER roles_counted_delete AFTER DELETE ON roles
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

-- Not when he signed in, and not when a task was last given to him: those change all day.
CREATE TRIGGER employees_counted_insert AFTER INSERT ON employees
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER employees_counted_update AFTER UPDATE OF name, sort_key, role_id, state ON employees
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER employees_counted_delete AFTER DELETE ON employees
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER employee_branches_counted_insert AFTER INSERT ON employee_branches
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER employee_branches_counted_update AFTER UPDATE ON employee_branches
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER employee_branches_counted_delete AFTER DELETE ON employee_branches
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER dictionaries_counted_insert AFTER INSERT ON dictionaries
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER dictionaries_counted_update AFTER UPDATE ON dictionaries
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER dictionaries_counted_delete AFTER DELETE ON dictionaries
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER dictionary_values_counted_insert AFTER INSERT ON dictionary_values
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER dictionary_values_counted_update AFTER UPDATE ON dictionary_values
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER dictionary_values_counted_delete AFTER DELETE ON dictionary_values
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER results_counted_insert AFTER INSERT ON results
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER results_counted_update AFTER UPDATE ON results
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER results_counted_delete AFTER DELETE ON results
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER result_fields_counted_insert AFTER INSERT ON result_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER result_fields_counted_update AFTER UPDATE ON result_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER result_fields_counted_delete AFTER DELETE ON result_fields
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER templates_counted_insert AFTER INSERT ON templates
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER templates_counted_update AFTER UPDATE ON templates
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER templates_counted_delete AFTER DELETE ON templates
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER template_results_counted_insert AFTER INSERT ON template_results
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER template_results_counted_update AFTER UPDATE ON template_results
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER template_results_counted_delete AFTER DELETE ON template_results
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

CREATE TRIGGER processes_counted_insert AFTER INSERT ON processes
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER processes_counted_update AFTER UPDATE ON processes
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER processes_counted_delete AFTER DELETE ON processes
BEGIN
    UPDATE directory_version SET version = version + 1;
END;

-- Counts the changes of what an organisation sets up: the tables named below. Servers keep those tables in memory, and a
-- transaction that sees the number they were read under may use them. Counted by triggers, so that no change escapes.
CREATE TABLE directory_version (
    id INTEGER PRIMARY KEY,
    version BIGINT NOT NULL,
    CONSTRAINT one_directory_version CHECK (id = 1)
);
INSERT INTO directory_version (id, version) VALUES (1, 1);

CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_version SET version = version + 1;
    RETURN NULL;
END;
$$;

CREATE TRIGGER organisation_counted AFTER INSERT OR UPDATE OR DELETE ON organisation
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER branches_counted AFTER INSERT OR UPDATE OR DELETE ON branches
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER branch_hours_counted AFTER INSERT OR UPDATE OR DELETE ON branch_hours
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER branch_holidays_counted AFTER INSERT OR UPDATE OR DELETE ON branch_holidays
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER roles_counted AFTER INSERT OR UPDATE OR DELETE ON roles
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
-- Not when he signed in, and not when a task was last given to him: those change all day.
CREATE TRIGGER employees_counted AFTER INSERT OR DELETE OR UPDATE OF name, sort_key, role_id, state ON employees
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER employee_branches_counted AFTER INSERT OR UPDATE OR DELETE ON employee_branches
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER dictionaries_counted AFTER INSERT OR UPDATE OR DELETE ON dictionaries
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER dictionary_values_counted AFTER INSERT OR UPDATE OR DELETE ON dictionary_values
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER results_counted AFTER INSERT OR UPDATE OR DELETE ON results
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER result_fields_counted AFTER INSERT OR UPDATE OR DELETE ON result_fields
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER templates_counted AFTER INSERT OR UPDATE OR DELETE ON templates
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER template_results_counted AFTER INSERT OR UPDATE OR DELETE ON template_results
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER processes_counted AFTER INSERT OR UPDATE OR DELETE ON processes
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();

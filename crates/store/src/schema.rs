//! The tables of both databases.
//!
//! Column types that begin with a name of the domain (`ClientId`, `TaskState` …) are [`crate::engine::columns::sql`]
//! types: a column of clients cannot be compared with the id of a task. A test holds this file against both
//! databases: the same tables, columns and nullability.

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// The one organisation of this database; absent until the set-up.
    organisation (id) {
        id -> Integer,
        name -> Text,
        language -> Language,
        currency -> Text,
        phone_country -> Text,
        week_start -> WeekStart,
        name_order -> NameOrder,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        /// Of the clients' own fields as a whole.
        client_form_version -> BigInt,
        client_form_at -> Nullable<Instant>,
        /// Of the companies'.
        company_form_version -> BigInt,
        company_form_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    /// Counts the changes of what an organisation sets up.
    directory_version (id) {
        id -> Integer,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// What all servers of the organisation share and nobody else knows: the key of access tokens.
    secrets (name) {
        name -> Text,
        value -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// The change feed. Rows are written without a sequence number; one relay numbers what is committed, so that a reader never skips a slower transaction.
    events (id) {
        id -> EventId,
        seq -> Nullable<BigInt>,
        topic -> Text,
        subject -> BigInt,
        subject_kind -> Text,
        version -> BigInt,
        branch_id -> Nullable<BigInt>,
        employee_id -> Nullable<BigInt>,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Work after the commit. Claimed by a lease; the token fences a worker that lost it.
    jobs (id) {
        id -> JobId,
        kind -> Text,
        key -> Nullable<Text>,
        payload -> Document,
        state -> JobState,
        run_at -> Instant,
        attempts -> Integer,
        lease_until -> Nullable<Instant>,
        lease_token -> BigInt,
        last_error -> Nullable<Text>,
        created_at -> Instant,
        finished_at -> Nullable<Instant>,
        cause_id -> Nullable<BigInt>,
        failure -> Nullable<Undelivered>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Files of clients; the bytes lie elsewhere.
    files (id) {
        id -> FileId,
        client_id -> ClientId,
        name -> Text,
        latest -> Integer,
        created_by -> Nullable<EmployeeId>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
        deleted_by -> Nullable<EmployeeId>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// What a file was at its times; the last version counts.
    file_versions (file_id, number) {
        file_id -> FileId,
        number -> Integer,
        blob -> Text,
        media -> Text,
        size -> BigInt,
        sha256 -> Text,
        restored_from -> Nullable<Integer>,
        uploaded_by -> Nullable<EmployeeId>,
        uploaded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Bytes that no version names.
    file_leftovers (blob) {
        blob -> Text,
        due_at -> Instant,
        doomed -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Addresses of other programs that are told what happens. Calls are signed with the secret; for a day after it was changed, with the one before too.
    hooks (id) {
        id -> HookId,
        name -> Text,
        sort_key -> Text,
        url -> Text,
        secret -> Text,
        old_secret -> Nullable<Text>,
        old_secret_until -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Saved answers of writing requests, kept for a day.
    idempotency_keys (employee_id, key) {
        employee_id -> BigInt,
        key -> Text,
        operation -> Text,
        request_hash -> Text,
        status -> Integer,
        headers -> Document,
        body -> Text,
        created_at -> Instant,
        expires_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Who changed what, append-only. Rows are sealed in order by the relay: each seal covers the row and the seal before it.
    audit (id) {
        id -> AuditId,
        seq -> Nullable<BigInt>,
        at -> Instant,
        employee_id -> Nullable<BigInt>,
        action -> Text,
        subject -> BigInt,
        subject_kind -> Text,
        before -> Nullable<Document>,
        after -> Nullable<Document>,
        request_id -> Nullable<Text>,
        seal -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Places with a time zone.
    branches (id) {
        id -> BranchId,
        name -> Text,
        sort_key -> Text,
        zone -> Text,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
        address -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Working hours per weekday, 0 is Monday; no row is a day off.
    branch_hours (branch_id, weekday) {
        branch_id -> BranchId,
        weekday -> Integer,
        opens -> Time,
        closes -> Time,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Days that differ from their weekday: closed without hours.
    branch_holidays (branch_id, date) {
        branch_id -> BranchId,
        date -> Date,
        name -> Text,
        opens -> Nullable<Time>,
        closes -> Nullable<Time>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Named sets of permissions.
    roles (id) {
        id -> RoleId,
        name -> Text,
        sort_key -> Text,
        built_in -> Nullable<BuiltInRole>,
        position -> Integer,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// What a role allows, and how far it reaches.
    role_permissions (role_id, permission) {
        role_id -> RoleId,
        permission -> Permission,
        scope -> Scope,
        limits -> Nullable<Document>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Members of staff.
    employees (id) {
        id -> EmployeeId,
        name -> Text,
        sort_key -> Text,
        email -> Text,
        email_key -> Text,
        role_id -> RoleId,
        state -> EmployeeState,
        password_hash -> Nullable<Text>,
        security_stamp -> BigInt,
        language -> Language,
        theme -> Theme,
        density -> Density,
        single_key_shortcuts -> Bool,
        last_assigned_at -> Nullable<Instant>,
        last_sign_in_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Where an employee works; the first position is his main branch.
    employee_branches (employee_id, branch_id) {
        employee_id -> EmployeeId,
        branch_id -> BranchId,
        position -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// One browser of one employee: a family of refresh tokens.
    sessions (id) {
        id -> SessionId,
        employee_id -> EmployeeId,
        device -> Text,
        address -> Nullable<Text>,
        created_at -> Instant,
        last_used_at -> Instant,
        expires_at -> Instant,
        ended_at -> Nullable<Instant>,
        ended_why -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Refresh tokens by their SHA-256. A replaced one that comes back ends the family.
    session_tokens (hash) {
        hash -> Text,
        session_id -> SessionId,
        issued_at -> Instant,
        replaced_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// One-time links, by the SHA-256 of their token.
    invitations (id) {
        id -> InvitationId,
        kind -> LinkKind,
        employee_id -> Nullable<EmployeeId>,
        token_hash -> Text,
        created_by -> Nullable<EmployeeId>,
        created_at -> Instant,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Failed sign-ins per account and per address.
    sign_in_attempts (key) {
        key -> Text,
        failures -> Integer,
        last_at -> Instant,
        blocked_until -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// What the bell shows.
    notices (id) {
        id -> NoticeId,
        employee_id -> EmployeeId,
        kind -> NoticeKind,
        by_id -> Nullable<EmployeeId>,
        task_id -> Nullable<TaskId>,
        client_id -> Nullable<ClientId>,
        payload -> Document,
        at -> Instant,
        read_at -> Nullable<Instant>,
        cause_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Named lists of values.
    dictionaries (id) {
        id -> DictionaryId,
        name -> Text,
        sort_key -> Text,
        role -> Nullable<DictionaryRole>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Values in their order. A merged one points to the value that counts for it.
    dictionary_values (id) {
        id -> ValueId,
        dictionary_id -> DictionaryId,
        name -> Text,
        sort_key -> Text,
        position -> Integer,
        merged_into -> Nullable<ValueId>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// How a piece of work can end.
    results (id) {
        id -> ResultId,
        name -> Text,
        sort_key -> Text,
        outcome -> Outcome,
        reached_human -> Bool,
        do_not_contact -> Bool,
        instant -> Bool,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Extra fields of a result, in order; removed ones keep their key for ever.
    result_fields (id) {
        id -> FieldId,
        result_id -> ResultId,
        key -> Text,
        label -> Text,
        kind -> FieldType,
        required -> Bool,
        help -> Nullable<Text>,
        limits -> Document,
        dictionary_id -> Nullable<DictionaryId>,
        position -> Integer,
        removed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// What kind of work there is.
    templates (id) {
        id -> TemplateId,
        name -> Text,
        sort_key -> Text,
        task_type -> TaskType,
        instruction -> Nullable<Text>,
        priority -> Priority,
        planned_minutes -> Nullable<Integer>,
        default_due -> Document,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// The results a template offers; the position is the hotkey, from 0.
    template_results (template_id, result_id) {
        template_id -> TemplateId,
        result_id -> ResultId,
        position -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Ways of working.
    processes (id) {
        id -> ProcessId,
        name -> Text,
        sort_key -> Text,
        description -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Graphs. One draft and one published at most, and one published beside it for a comparison; a published graph never changes.
    process_versions (id) {
        id -> VersionId,
        process_id -> ProcessId,
        number -> Integer,
        state -> VersionState,
        graph -> Document,
        errors -> Integer,
        based_on -> Nullable<VersionId>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        published_at -> Nullable<Instant>,
        published_by -> Nullable<EmployeeId>,
        retired_at -> Nullable<Instant>,
        beside -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// People. `next_due_sort` and `last_contact_sort` are never null, so that both databases sort alike: an instant far ahead or far back stands for none.
    clients (id) {
        id -> ClientId,
        surname -> Nullable<Text>,
        given -> Nullable<Text>,
        patronymic -> Nullable<Text>,
        sort_key -> Text,
        birth_date -> Nullable<Date>,
        stage -> Stage,
        source_id -> Nullable<ValueId>,
        responsible_id -> Nullable<EmployeeId>,
        branch_id -> BranchId,
        note -> Nullable<Text>,
        no_calls -> Bool,
        no_sms -> Bool,
        no_emails -> Bool,
        no_messengers -> Bool,
        next_due_sort -> Instant,
        last_contact_sort -> Instant,
        created_by -> Nullable<EmployeeId>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Phones in the order of the card.
    client_phones (client_id, position) {
        client_id -> ClientId,
        position -> Integer,
        e164 -> Text,
        display -> Text,
        typed -> Text,
        label -> Nullable<Text>,
        do_not_call -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// E-mail addresses in the order of the card.
    client_emails (client_id, position) {
        client_id -> ClientId,
        position -> Integer,
        email -> Text,
        label -> Nullable<Text>,
        do_not_write -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Messenger addresses in the order of the card.
    client_messengers (client_id, position) {
        client_id -> ClientId,
        position -> Integer,
        messenger -> Messenger,
        address -> Text,
        label -> Nullable<Text>,
        do_not_write -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// What people agreed to and took back, each with what proves it; the latest counts.
    client_consents (id) {
        id -> EntryId,
        client_id -> ClientId,
        channel -> Channel,
        purpose -> Purpose,
        given -> Bool,
        evidence -> Nullable<Text>,
        by_id -> Nullable<EmployeeId>,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Tags; the key is the folded name.
    client_tags (client_id, key) {
        client_id -> ClientId,
        key -> Text,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Family and the like, from one card to another.
    client_relations (client_id, other_id) {
        client_id -> ClientId,
        other_id -> ClientId,
        kind -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// The fields a club has added to the cards of its clients and companies; removed ones keep their key and their answers.
    own_fields (id) {
        id -> FieldId,
        key -> Text,
        label -> Text,
        kind -> FieldType,
        required -> Bool,
        help -> Nullable<Text>,
        limits -> Document,
        dictionary_id -> Nullable<DictionaryId>,
        position -> Integer,
        removed_at -> Nullable<Instant>,
        subject -> Subject,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Answers to the clients' own fields, typed. `item` counts the values of one field.
    client_values (client_id, field_id, item) {
        client_id -> ClientId,
        field_id -> FieldId,
        item -> Integer,
        text -> Nullable<Text>,
        number -> Nullable<BigInt>,
        currency -> Nullable<Text>,
        date -> Nullable<Date>,
        instant -> Nullable<Instant>,
        reference -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Answers to the companies' own fields, in the same columns.
    company_values (company_id, field_id, item) {
        company_id -> CompanyId,
        field_id -> FieldId,
        item -> Integer,
        text -> Nullable<Text>,
        number -> Nullable<BigInt>,
        currency -> Nullable<Text>,
        date -> Nullable<Date>,
        instant -> Nullable<Instant>,
        reference -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Organisations that a club works with.
    companies (id) {
        id -> CompanyId,
        name -> Text,
        sort_key -> Text,
        legal_name -> Nullable<Text>,
        tax_id -> Nullable<Text>,
        /// What makes two spellings of it one.
        tax_key -> Nullable<Text>,
        phones -> Document,
        emails -> Document,
        address -> Nullable<Text>,
        site -> Nullable<Text>,
        note -> Nullable<Text>,
        tags -> Document,
        responsible_id -> Nullable<EmployeeId>,
        branch_id -> BranchId,
        created_by -> Nullable<EmployeeId>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Who stands for what in a company; one link at most is the main one.
    company_people (id) {
        id -> CompanyPersonId,
        company_id -> CompanyId,
        client_id -> ClientId,
        role -> Nullable<Text>,
        role_key -> Nullable<Text>,
        main -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Folded beginnings by which a company is found.
    company_tokens (token, company_id) {
        token -> Text,
        company_id -> CompanyId,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Cards whose tokens are to be made anew.
    stale_tokens (client_id) {
        client_id -> ClientId,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Words by which clients are found, each under itself and under itself without one of its letters.
    word_slips (slip, word) {
        slip -> Text,
        word -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Folded beginnings by which a client is found: name words, digits of phones and their tails, e-mail, tags.
    client_tokens (token, client_id) {
        token -> Text,
        client_id -> ClientId,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Running chains that go over to another version of their process.
    transfers (id) {
        id -> TransferId,
        process_id -> ProcessId,
        version_id -> VersionId,
        state -> TransferState,
        lots -> Document,
        total -> Integer,
        moved -> Integer,
        ended -> Integer,
        returned -> Integer,
        kept -> Integer,
        /// The last chain that was looked at.
        behind -> Nullable<ChainId>,
        started_by -> Nullable<EmployeeId>,
        started_at -> Instant,
        finished_at -> Nullable<Instant>,
        undone_by -> Nullable<EmployeeId>,
        undone_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// What became of each chain of a transfer.
    transferred_chains (transfer_id, chain_id) {
        transfer_id -> TransferId,
        chain_id -> ChainId,
        client_id -> ClientId,
        outcome -> Carried,
        before -> Document,
        chain_version -> BigInt,
        task_version -> Nullable<BigInt>,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Files of clients and of companies that are taken in.
    imports (id) {
        id -> ImportId,
        name -> Text,
        kind -> FileKind,
        state -> ImportState,
        reading -> Document,
        sheets -> Document,
        column_list -> Document,
        rules -> Document,
        /// Name of the mapping that the columns were taken from.
        mapping -> Nullable<Text>,
        row_count -> Integer,
        /// The last row that the work at hand has looked at.
        behind -> Integer,
        looked_at -> Integer,
        plans -> Document,
        fates -> Document,
        unknown -> Document,
        process_id -> Nullable<ProcessId>,
        per_day -> Nullable<Integer>,
        branch_id -> BranchId,
        created_by -> Nullable<EmployeeId>,
        /// On whose behalf the work at hand is done.
        acting -> Nullable<EmployeeId>,
        created_at -> Instant,
        updated_at -> Instant,
        finished_at -> Nullable<Instant>,
        undone_at -> Nullable<Instant>,
        /// When its rows and its file were forgotten.
        emptied_at -> Nullable<Instant>,
        version -> BigInt,
        /// Nobody sees it while its rows are on their way; what is hidden longer is swept away.
        hidden_until -> Nullable<Instant>,
        subject -> ListSubject,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// The file as it came, in base 64.
    import_files (import_id) {
        import_id -> ImportId,
        content -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Rows of a file, with what would become and became of each.
    import_rows (import_id, number) {
        import_id -> ImportId,
        number -> Integer,
        cells -> Document,
        plan -> Nullable<Plan>,
        fate -> Nullable<RowFate>,
        client_id -> Nullable<ClientId>,
        decision -> Nullable<Document>,
        detail -> Nullable<Document>,
        /// The card that it changed, as it was and as it became.
        before -> Nullable<Document>,
        after -> Nullable<Document>,
        card_version -> Nullable<BigInt>,
        start_on -> Nullable<Date>,
        chain_id -> Nullable<ChainId>,
        company_id -> Nullable<CompanyId>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// By what rows of one file are found to be about the same person or company.
    import_keys (import_id, key, number) {
        import_id -> ImportId,
        key -> Text,
        number -> Integer,
        name -> Document,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// One action for many clients, or for many companies.
    bulks (id) {
        id -> BulkId,
        state -> BulkState,
        action -> Document,
        /// Whom it asked for.
        whom -> Document,
        total -> Integer,
        looked_at -> Integer,
        /// The last one that was gathered, or the last item that was looked at.
        behind -> BigInt,
        fates -> Document,
        /// On whose behalf the work is done.
        created_by -> EmployeeId,
        created_at -> Instant,
        updated_at -> Instant,
        finished_at -> Nullable<Instant>,
        undone_at -> Nullable<Instant>,
        version -> BigInt,
        subject -> ListSubject,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// For whom, and what became of each.
    bulk_items (bulk_id, number) {
        bulk_id -> BulkId,
        number -> Integer,
        /// Either this or a company.
        client_id -> Nullable<ClientId>,
        fate -> Nullable<BulkFate>,
        hindrance -> Nullable<Hindrance>,
        /// The card that it changed, as it was and as it became.
        before -> Nullable<Document>,
        after -> Nullable<Document>,
        task_id -> Nullable<TaskId>,
        chain_id -> Nullable<ChainId>,
        /// How what was made stood then: it rises with every change of it.
        stamp -> Nullable<BigInt>,
        company_id -> Nullable<CompanyId>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Which column is which field, under a name.
    import_mappings (id) {
        id -> MappingId,
        name -> Text,
        sort_key -> Text,
        column_list -> Document,
        created_at -> Instant,
        updated_at -> Instant,
        version -> BigInt,
        subject -> ListSubject,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Two versions of a process between which new chains are split.
    comparisons (id) {
        id -> ComparisonId,
        process_id -> ProcessId,
        present_id -> VersionId,
        challenger_id -> VersionId,
        /// Percent of the challenger.
        share -> Integer,
        days -> Integer,
        difference -> Integer,
        planned_present -> Integer,
        planned_challenger -> Integer,
        /// Chains that began earlier began under another share.
        counted_from -> Instant,
        started_by -> Nullable<EmployeeId>,
        started_at -> Instant,
        ended_by -> Nullable<EmployeeId>,
        ended_at -> Nullable<Instant>,
        kept -> Nullable<Side>,
        /// As it was at the end.
        report -> Nullable<Document>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// The first chain of each client in a comparison.
    compared_chains (comparison_id, client_id) {
        comparison_id -> ComparisonId,
        client_id -> ClientId,
        chain_id -> ChainId,
        side -> Side,
        began_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Runs of a process for a client.
    chains (id) {
        id -> ChainId,
        process_id -> ProcessId,
        version_id -> VersionId,
        client_id -> ClientId,
        branch_id -> BranchId,
        state -> ChainState,
        attempts -> Document,
        wake_at -> Nullable<Instant>,
        wake_target -> Nullable<Document>,
        wake_step -> Nullable<Text>,
        joins -> Bool,
        waits_for -> Nullable<ChainId>,
        call -> Nullable<Document>,
        started_by -> Nullable<EmployeeId>,
        started_from -> Nullable<ChainId>,
        ended_at -> Nullable<Instant>,
        ended_by -> Nullable<EmployeeId>,
        cancel_reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Pieces of work. `due_sort` is the instant after which a task is late: its moment, or the end of its day in the branch's zone.
    tasks (id) {
        id -> TaskId,
        template_id -> Nullable<TemplateId>,
        title -> Nullable<Text>,
        task_type -> TaskType,
        direction -> Nullable<Direction>,
        chain_id -> Nullable<ChainId>,
        step -> Nullable<Text>,
        predecessor_id -> Nullable<TaskId>,
        client_id -> Nullable<ClientId>,
        branch_id -> BranchId,
        assignee_id -> Nullable<EmployeeId>,
        pool_role_id -> Nullable<RoleId>,
        created_by -> Nullable<EmployeeId>,
        due_day -> Nullable<Date>,
        due_at -> Nullable<Instant>,
        due_sort -> Instant,
        promised_wall -> Nullable<Text>,
        promised_zone -> Nullable<Text>,
        priority -> Priority,
        state -> TaskState,
        attempt -> Integer,
        attempt_limit -> Nullable<Integer>,
        due_reasons -> Document,
        assignee_reason -> Nullable<Document>,
        context -> Nullable<Text>,
        postponed -> Integer,
        planned_minutes -> Nullable<Integer>,
        note -> Nullable<Text>,
        touched_at -> Nullable<Instant>,
        present_id -> Nullable<EmployeeId>,
        present_until -> Nullable<Instant>,
        closed_at -> Nullable<Instant>,
        closed_by -> Nullable<EmployeeId>,
        cancel_reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        /// The chain whose errand this is; never together with `chain_id`.
        side_of_id -> Nullable<ChainId>,
        /// The completion that made an errand.
        cause_id -> Nullable<CompletionId>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Folded beginnings of the words of a free task's title.
    task_tokens (token, task_id) {
        token -> Text,
        task_id -> TaskId,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// How tasks ended, in the words of that moment. The documents hold what taking back restores.
    completions (id) {
        id -> CompletionId,
        task_id -> TaskId,
        chain_id -> Nullable<ChainId>,
        client_id -> Nullable<ClientId>,
        branch_id -> BranchId,
        result_id -> ResultId,
        result_name -> Text,
        outcome -> Outcome,
        reached_human -> Bool,
        comment -> Nullable<Text>,
        completed_by -> EmployeeId,
        completed_at -> Instant,
        next_task_id -> Nullable<TaskId>,
        next_chain_id -> Nullable<ChainId>,
        sentence -> Document,
        before -> Document,
        taken_back_at -> Nullable<Instant>,
        taken_back_by -> Nullable<EmployeeId>,
        process_id -> Nullable<ProcessId>,
        step -> Nullable<Text>,
        made_at -> Nullable<Instant>,
        version_id -> Nullable<VersionId>,
        assignee_id -> Nullable<EmployeeId>,
        pool_role_id -> Nullable<RoleId>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Answers, typed, so that they can be filtered, grouped and summed. `item` counts the values of one field.
    completion_values (completion_id, position, item) {
        completion_id -> CompletionId,
        position -> Integer,
        item -> Integer,
        key -> Text,
        label -> Text,
        kind -> FieldType,
        text -> Nullable<Text>,
        number -> Nullable<BigInt>,
        currency -> Nullable<Text>,
        date -> Nullable<Date>,
        instant -> Nullable<Instant>,
        reference -> Nullable<BigInt>,
        name -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// What happened to a client, a company or a task. Written once, never changed.
    timeline (id) {
        id -> EntryId,
        client_id -> Nullable<ClientId>,
        task_id -> Nullable<TaskId>,
        chain_id -> Nullable<ChainId>,
        completion_id -> Nullable<CompletionId>,
        kind -> EntryKind,
        by_id -> Nullable<EmployeeId>,
        at -> Instant,
        payload -> Document,
        company_id -> Nullable<CompanyId>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Two cards of one person made one.
    merges (id) {
        id -> MergeId,
        kept_id -> ClientId,
        /// Archived; it leads to the kept one.
        other_id -> ClientId,
        merged_by -> Nullable<EmployeeId>,
        merged_at -> Instant,
        /// The kept card's own members as the merge found them, and as it left them.
        before -> Document,
        after -> Document,
        /// How much was moved.
        tally -> Document,
        other_archived_at -> Nullable<Instant>,
        /// The entry that tells of it: what happened since is later.
        entry_id -> EntryId,
        undone_by -> Nullable<EmployeeId>,
        undone_at -> Nullable<Instant>,
        /// What was done in between, when it was undone.
        remains -> Nullable<Document>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    /// What a merge moved, by the numbers of rows of many kinds.
    merge_moves (merge_id, kind, row_id, beside) {
        merge_id -> BigInt,
        kind -> Text,
        row_id -> BigInt,
        beside -> BigInt,
        was -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Two cards that may be one person.
    duplicates (id) {
        id -> DuplicateId,
        /// The smaller number of the two.
        one_id -> ClientId,
        other_id -> ClientId,
        certainty -> Certainty,
        /// The surest first.
        rank -> Integer,
        reasons -> Document,
        state -> DuplicateState,
        found_at -> Instant,
        decided_by -> Nullable<EmployeeId>,
        decided_at -> Nullable<Instant>,
        merge_id -> Nullable<MergeId>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Keys under which cards of one person meet.
    client_keys (key, client_id) {
        key -> Text,
        client_id -> ClientId,
    }
}

diesel::table! {
    use crate::engine::columns::sql::*;

    /// Cards that changed since duplicates were looked for; written by triggers.
    unlooked_clients (client_id) {
        client_id -> ClientId,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Looks for duplicates.
    duplicate_looks (id) {
        id -> LookId,
        /// Absent for those of the night.
        asked_by -> Nullable<EmployeeId>,
        started_at -> Instant,
        finished_at -> Nullable<Instant>,
        looked -> Integer,
        found -> Integer,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Sets of clients under a name: a filter, or whom it found one day.
    segments (id) {
        id -> SegmentId,
        name -> Text,
        sort_key -> Text,
        owner_id -> EmployeeId,
        filter -> Document,
        frozen_at -> Nullable<Instant>,
        frozen_count -> Nullable<BigInt>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Who is in a frozen segment; whoever came by a merge goes with it.
    segment_members (segment_id, client_id) {
        segment_id -> SegmentId,
        client_id -> ClientId,
        merge_id -> Nullable<MergeId>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// What a list of clients or of companies shows and which ones: filter, columns, order. Its owner's, or everybody's.
    views (id) {
        id -> ViewId,
        name -> Text,
        owner_id -> EmployeeId,
        shared -> Bool,
        content -> Document,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
        subject -> ListSubject,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// What the club gives to some of its clients.
    discounts (id) {
        id -> DiscountId,
        name -> Text,
        sort_key -> Text,
        percent -> Nullable<Integer>,
        amount -> Nullable<BigInt>,
        currency -> Nullable<Text>,
        document -> Bool,
        note -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        archived_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::engine::columns::sql::*;

    /// Who has which discount, from one day until another.
    client_discounts (id) {
        id -> DiscountGrantId,
        client_id -> ClientId,
        discount_id -> DiscountId,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
        document -> Nullable<Text>,
        note -> Nullable<Text>,
        granted_by -> Nullable<EmployeeId>,
        granted_at -> Instant,
        withdrawn_by -> Nullable<EmployeeId>,
        withdrawn_at -> Nullable<Instant>,
        version -> BigInt,
        updated_at -> Instant,
    }
}

diesel::joinable!(branch_hours -> branches (branch_id));
diesel::joinable!(branch_holidays -> branches (branch_id));
diesel::joinable!(role_permissions -> roles (role_id));
diesel::joinable!(employees -> roles (role_id));
diesel::joinable!(employee_branches -> employees (employee_id));
diesel::joinable!(employee_branches -> branches (branch_id));
diesel::joinable!(sessions -> employees (employee_id));
diesel::joinable!(session_tokens -> sessions (session_id));
diesel::joinable!(invitations -> employees (employee_id));
diesel::joinable!(notices -> employees (employee_id));
diesel::joinable!(dictionary_values -> dictionaries (dictionary_id));
diesel::joinable!(result_fields -> results (result_id));
diesel::joinable!(result_fields -> dictionaries (dictionary_id));
diesel::joinable!(template_results -> templates (template_id));
diesel::joinable!(template_results -> results (result_id));
diesel::joinable!(process_versions -> processes (process_id));
diesel::joinable!(clients -> dictionary_values (source_id));
diesel::joinable!(clients -> employees (responsible_id));
diesel::joinable!(clients -> branches (branch_id));
diesel::joinable!(client_phones -> clients (client_id));
diesel::joinable!(client_consents -> clients (client_id));
diesel::joinable!(client_emails -> clients (client_id));
diesel::joinable!(client_messengers -> clients (client_id));
diesel::joinable!(client_tags -> clients (client_id));
diesel::joinable!(client_tokens -> clients (client_id));
diesel::joinable!(client_values -> clients (client_id));
diesel::joinable!(company_people -> clients (client_id));
diesel::joinable!(company_people -> companies (company_id));
diesel::joinable!(client_discounts -> clients (client_id));
diesel::joinable!(client_discounts -> discounts (discount_id));
diesel::joinable!(files -> clients (client_id));
diesel::joinable!(file_versions -> files (file_id));
diesel::joinable!(client_values -> own_fields (field_id));
diesel::joinable!(company_values -> companies (company_id));
diesel::joinable!(company_values -> own_fields (field_id));
diesel::joinable!(chains -> processes (process_id));
diesel::joinable!(chains -> process_versions (version_id));
diesel::joinable!(chains -> clients (client_id));
diesel::joinable!(chains -> branches (branch_id));
diesel::joinable!(tasks -> templates (template_id));
diesel::joinable!(tasks -> chains (chain_id));
diesel::joinable!(tasks -> clients (client_id));
diesel::joinable!(tasks -> branches (branch_id));
diesel::joinable!(tasks -> employees (assignee_id));
diesel::joinable!(tasks -> roles (pool_role_id));
diesel::joinable!(task_tokens -> tasks (task_id));
diesel::joinable!(completions -> tasks (task_id));
diesel::joinable!(completions -> chains (chain_id));
diesel::joinable!(completions -> clients (client_id));
diesel::joinable!(completions -> branches (branch_id));
diesel::joinable!(completions -> results (result_id));
diesel::joinable!(completions -> employees (completed_by));
diesel::joinable!(completion_values -> completions (completion_id));
diesel::joinable!(timeline -> clients (client_id));

diesel::allow_tables_to_appear_in_same_query!(
    audit,
    branch_holidays,
    branch_hours,
    branches,
    bulk_items,
    bulks,
    chains,
    client_consents,
    client_discounts,
    client_emails,
    client_keys,
    client_messengers,
    client_phones,
    client_relations,
    client_tags,
    client_tokens,
    client_values,
    clients,
    companies,
    company_people,
    company_tokens,
    company_values,
    compared_chains,
    comparisons,
    completion_values,
    completions,
    dictionaries,
    dictionary_values,
    discounts,
    duplicate_looks,
    duplicates,
    employee_branches,
    employees,
    events,
    file_leftovers,
    file_versions,
    files,
    hooks,
    idempotency_keys,
    import_files,
    import_keys,
    import_mappings,
    import_rows,
    imports,
    invitations,
    jobs,
    merge_moves,
    merges,
    notices,
    organisation,
    own_fields,
    process_versions,
    processes,
    result_fields,
    results,
    role_permissions,
    roles,
    secrets,
    session_tokens,
    sessions,
    sign_in_attempts,
    stale_tokens,
    task_tokens,
    tasks,
    template_results,
    templates,
    timeline,
    transferred_chains,
    transfers,
    unlooked_clients,
    segment_members,
    segments,
    views,
    word_slips,
);

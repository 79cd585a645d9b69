//! The matrix. Statuses in this order: nobody, an operator of another branch, analyst, coach, operator, manager, owner.
//!
//! 401 not signed in · 403 the role does not allow it · 404 outside the reach · 422, 409, 412 allowed, and refused for another
//! reason, so that a row changes as little as possible. What has an effect stands at the end.

pub struct Row {
    pub operation: &'static str,
    pub statuses: [u16; 7],
    pub body: &'static str,
    /// Another path than the operation's own, with other things in it.
    pub path: Option<&'static str>,
}

const fn row(operation: &'static str, statuses: [u16; 7]) -> Row {
    Row {
        operation,
        statuses,
        body: "",
        path: None,
    }
}

impl Row {
    const fn body(mut self, body: &'static str) -> Self {
        self.body = body;
        self
    }

    const fn at(mut self, path: &'static str) -> Self {
        self.path = Some(path);
        self
    }
}

pub const ROWS: &[Row] = &[
    row("GetSetup", [200, 200, 200, 200, 200, 200, 200]),
    row("CompleteSetup", [422, 422, 422, 422, 422, 422, 422]).body(r#"{}"#),
    row("SignIn", [422, 422, 422, 422, 422, 422, 422]).body(r#"{}"#),
    row("RefreshSession", [401, 401, 401, 401, 401, 401, 401]),
    row("SignOut", [204, 204, 204, 204, 204, 204, 204]),
    row("ListSessions", [401, 200, 200, 200, 200, 200, 200]),
    row("EndSession", [401, 404, 404, 404, 404, 404, 404]),
    row("GetMe", [401, 200, 200, 200, 200, 200, 200]),
    row("UpdateMe", [401, 200, 200, 200, 200, 200, 200]).body(r#"{}"#),
    row("ChangePassword", [401, 422, 422, 422, 422, 422, 422]).body(r#"{}"#),
    row("GetInvitation", [410, 410, 410, 410, 410, 410, 410]),
    row("AcceptInvitation", [422, 422, 422, 422, 422, 422, 422]).body(r#"{}"#),
    row("GetOrganisation", [401, 200, 200, 200, 200, 200, 200]),
    row("UpdateOrganisation", [401, 403, 403, 403, 403, 403, 412]).body(r#"{"name":"Имя"}"#),
    row("ListBranches", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateBranch", [401, 403, 403, 403, 403, 422, 422]).body(r#"{}"#),
    row("GetBranch", [401, 200, 200, 200, 200, 200, 200]),
    row("UpdateBranch", [401, 403, 403, 403, 403, 412, 412]).body(r#"{"name":"Имя"}"#),
    row("ArchiveBranch", [401, 403, 403, 403, 403, 412, 412]),
    row("RestoreBranch", [401, 403, 403, 403, 403, 200, 200]),
    row("ListEmployees", [401, 200, 200, 200, 200, 200, 200]),
    row("InviteEmployee", [401, 403, 403, 403, 403, 422, 422]).body(r#"{}"#),
    row("GetEmployee", [401, 404, 200, 200, 200, 200, 200]),
    row("UpdateEmployee", [401, 403, 403, 403, 403, 412, 412]).body(r#"{"name":"Имя"}"#),
    row("MakeEmployeeLink", [401, 403, 403, 403, 403, 201, 201]),
    row("LeaveEmployee", [401, 403, 403, 403, 403, 422, 422])
        .body(r#"{"hand_over_to":"emp_0000000000001"}"#),
    row("RestoreEmployee", [401, 403, 403, 403, 403, 409, 409]),
    row("ListRoles", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateRole", [401, 403, 403, 403, 403, 403, 422]).body(r#"{}"#),
    row("GetRole", [401, 200, 200, 200, 200, 200, 200]),
    row("UpdateRole", [401, 403, 403, 403, 403, 403, 412]).body(r#"{"name":"Имя"}"#),
    row("DeleteRole", [401, 403, 403, 403, 403, 403, 409]),
    row("ListDictionaries", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateDictionary", [401, 403, 403, 403, 403, 422, 422]).body(r#"{}"#),
    row("GetDictionary", [401, 200, 200, 200, 200, 200, 200]),
    row("UpdateDictionary", [401, 403, 403, 403, 403, 412, 412]).body(r#"{"name":"Имя"}"#),
    row("ArchiveDictionary", [401, 403, 403, 403, 403, 412, 412]),
    row("RestoreDictionary", [401, 403, 403, 403, 403, 200, 200]),
    row("AddValues", [401, 403, 403, 403, 403, 422, 422]).body(r#"{}"#),
    row("OrderValues", [401, 403, 403, 403, 403, 422, 422]).body(r#"{"value_ids":["$value"]}"#),
    row("UpdateValue", [401, 403, 403, 403, 403, 412, 412]).body(r#"{"name":"Имя"}"#),
    row("ArchiveValue", [401, 403, 403, 403, 403, 412, 412]),
    row("RestoreValue", [401, 403, 403, 403, 403, 200, 200]),
    row("MergeValue", [401, 403, 403, 403, 403, 422, 422]).body(r#"{"into":"val_0000000000001"}"#),
    row("ListResults", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateResult", [401, 403, 403, 403, 403, 422, 422]).body(r#"{}"#),
    row("GetResult", [401, 200, 200, 200, 200, 200, 200]),
    row("UpdateResult", [401, 403, 403, 403, 403, 412, 412]).body(r#"{"name":"Имя"}"#),
    row("ArchiveResult", [401, 403, 403, 403, 403, 412, 412]),
    row("RestoreResult", [401, 403, 403, 403, 403, 200, 200]),
    row("ListTemplates", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateTemplate", [401, 403, 403, 403, 403, 422, 422]).body(r#"{}"#),
    row("GetTemplate", [401, 200, 200, 200, 200, 200, 200]),
    row("UpdateTemplate", [401, 403, 403, 403, 403, 412, 412]).body(r#"{"name":"Имя"}"#),
    row("ArchiveTemplate", [401, 403, 403, 403, 403, 412, 412]),
    row("RestoreTemplate", [401, 403, 403, 403, 403, 200, 200]),
    row("ListProcesses", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateProcess", [401, 403, 403, 403, 403, 422, 422]).body(r#"{}"#),
    row("GetProcess", [401, 200, 200, 200, 200, 200, 200]),
    row("UpdateProcess", [401, 403, 403, 403, 403, 412, 412]).body(r#"{"name":"Имя"}"#),
    row("ArchiveProcess", [401, 403, 403, 403, 403, 412, 412]),
    row("RestoreProcess", [401, 403, 403, 403, 403, 200, 200]),
    row("GetDraft", [401, 200, 200, 200, 200, 200, 200]),
    row("SaveDraft", [401, 403, 403, 403, 403, 422, 422]).body(r#"{}"#),
    row("DiscardDraft", [401, 403, 403, 403, 403, 404, 404]),
    row("CheckGraph", [401, 422, 422, 422, 422, 422, 422]).body(r#"{}"#),
    row("PublishProcess", [401, 403, 403, 403, 403, 403, 409]).body(r#"{"version":999999}"#),
    row("ListVersions", [401, 200, 200, 200, 200, 200, 200]),
    row("GetVersion", [401, 200, 200, 200, 200, 200, 200]),
    row("GetStanding", [401, 403, 403, 403, 403, 403, 200]),
    row("ListTransfers", [401, 200, 200, 200, 200, 200, 200]),
    row("StartTransfer", [401, 403, 403, 403, 403, 403, 422]).body(r#"{"lots":[]}"#),
    row("GetTransfer", [401, 404, 404, 404, 404, 404, 404])
        .at("/processes/$process/transfers/trf_0000000000001"),
    row("UndoTransfer", [401, 403, 403, 403, 403, 403, 404])
        .at("/processes/$process/transfers/trf_0000000000001/undo"),
    row("ListTransferred", [401, 404, 404, 404, 404, 404, 404])
        .at("/processes/$process/transfers/trf_0000000000001/chains"),
    row("GetOutlook", [401, 403, 403, 403, 403, 403, 200]),
    row("ListComparisons", [401, 200, 200, 200, 200, 200, 200]),
    row("StartComparison", [401, 403, 403, 403, 403, 403, 409]).body(r#"{"version":999999}"#),
    row("GetComparison", [401, 403, 403, 403, 403, 403, 404])
        .at("/processes/$process/comparisons/cpr_0000000000001"),
    row("UpdateComparison", [401, 403, 403, 403, 403, 403, 404])
        .at("/processes/$process/comparisons/cpr_0000000000001")
        .body(r#"{"share":10}"#),
    row("EndComparison", [401, 403, 403, 403, 403, 403, 404])
        .at("/processes/$process/comparisons/cpr_0000000000001/end")
        .body(r#"{"keep":"present"}"#),
    row("RestoreVersion", [401, 403, 403, 403, 403, 412, 412]).body(r#"{"version":999999}"#),
    row("GetDifference", [401, 200, 200, 200, 200, 200, 200]),
    row("RehearseProcess", [401, 403, 403, 403, 403, 200, 200]).body(r#"{}"#),
    row("GetMap", [401, 200, 200, 200, 200, 200, 200]),
    row("ExportProcess", [401, 403, 403, 403, 403, 200, 200]),
    row("ImportProcesses", [401, 403, 403, 403, 403, 422, 422]).body(r#"{}"#),
    row("ListPacks", [401, 200, 200, 200, 200, 200, 200]),
    row("GetPack", [401, 200, 200, 200, 200, 200, 200]).at("/process-packs/fitness"),
    row("GetClientFields", [401, 200, 200, 200, 200, 200, 200]),
    row("UpdateClientFields", [401, 403, 403, 403, 403, 412, 412]).body(r#"{"fields":[]}"#),
    row("GetCompanyFields", [401, 200, 200, 200, 200, 200, 200]),
    row("UpdateCompanyFields", [401, 403, 403, 403, 403, 412, 412]).body(r#"{"fields":[]}"#),
    row("ListClients", [401, 200, 200, 200, 200, 200, 200]),
    row("SearchClients", [401, 200, 200, 200, 200, 200, 200])
        .body(r#"{"filter":{"kind":"all","of":[]}}"#),
    row("ListSegments", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateSegment", [401, 403, 403, 403, 403, 422, 422])
        .body(r#"{"name":"","filter":{"kind":"all","of":[]}}"#),
    row("GetSegment", [401, 404, 404, 404, 404, 404, 404]),
    row("UpdateSegment", [401, 403, 403, 403, 403, 404, 404]).body(r#"{"name":"Утро"}"#),
    row("FreezeSegment", [401, 403, 403, 403, 403, 404, 404]),
    row("ThawSegment", [401, 403, 403, 403, 403, 404, 404]),
    row("ArchiveSegment", [401, 403, 403, 403, 403, 404, 404]),
    row("RestoreSegment", [401, 403, 403, 403, 403, 404, 404]),
    row("ListViews", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateView", [401, 422, 422, 422, 422, 422, 422]).body(r#"{"name":""}"#),
    row("GetView", [401, 404, 404, 404, 404, 404, 404]),
    row("UpdateView", [401, 404, 404, 404, 404, 404, 404]).body(r#"{"name":"Мои"}"#),
    row("ArchiveView", [401, 404, 404, 404, 404, 404, 404]),
    row("RestoreView", [401, 404, 404, 404, 404, 404, 404]),
    row("GetClientSchema", [401, 200, 200, 200, 200, 200, 200]),
    row("GetCompanySchema", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateClient", [401, 422, 403, 403, 422, 422, 422]).body(r#"{"x":1}"#),
    row("FindSamePhone", [401, 200, 200, 200, 200, 200, 200])
        .body(r#"{"phones":["+79161234567"]}"#),
    row("GetClient", [401, 404, 200, 404, 200, 200, 200]),
    row("UpdateClient", [401, 404, 403, 403, 412, 412, 412]).body(r#"{"note":"x"}"#),
    row("ArchiveClient", [401, 404, 403, 403, 412, 412, 412]),
    row("RestoreClient", [401, 404, 403, 403, 200, 200, 200]),
    row("GetBrief", [401, 404, 200, 404, 200, 200, 200]),
    row("ListTimeline", [401, 404, 200, 404, 200, 200, 200]),
    row("SetConsent", [401, 404, 403, 403, 201, 201, 201])
        .body(r#"{"channel":"sms","purpose":"service","given":true,"evidence":"Анкета"}"#),
    row("DialClient", [401, 404, 403, 404, 422, 422, 422]).body(r#"{"phone":19}"#),
    row("AddNote", [401, 404, 403, 404, 201, 201, 201]).body(r#"{"text":"Заметка"}"#),
    row("ListCompanies", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateCompany", [401, 422, 403, 403, 422, 422, 422]).body(r#"{"name":""}"#),
    row("ListCompanyRoles", [401, 200, 200, 200, 200, 200, 200]),
    row("GetCompany", [401, 404, 200, 404, 200, 200, 200]),
    row("ListClientCompanies", [401, 404, 200, 404, 200, 200, 200]),
    row("UpdateCompany", [401, 404, 403, 403, 412, 412, 412]).body(r#"{"note":"x"}"#),
    row("ArchiveCompany", [401, 404, 403, 403, 412, 412, 412]),
    row("RestoreCompany", [401, 404, 403, 403, 200, 200, 200]),
    row("ListCompanyTimeline", [401, 404, 200, 404, 200, 200, 200]),
    row("AddCompanyNote", [401, 404, 403, 404, 201, 201, 201]).body(r#"{"text":"Заметка"}"#),
    row("AddCompanyPerson", [401, 404, 403, 403, 422, 422, 422])
        .body(r#"{"client_id":"cli_0000000000001"}"#),
    row("UpdateCompanyPerson", [401, 404, 403, 403, 404, 404, 404]).body(r#"{"main":true}"#),
    row("RemoveCompanyPerson", [401, 404, 403, 403, 404, 404, 404]),
    row("ListDiscounts", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateDiscount", [401, 403, 403, 403, 403, 422, 422])
        .body(r#"{"name":"","gives":{"kind":"benefit"}}"#),
    row("GetDiscount", [401, 200, 200, 200, 200, 200, 200]),
    row("UpdateDiscount", [401, 403, 403, 403, 403, 412, 412]).body(r#"{"document":true}"#),
    row("ArchiveDiscount", [401, 403, 403, 403, 403, 412, 412]),
    row("RestoreDiscount", [401, 403, 403, 403, 403, 200, 200]),
    row("ListClientDiscounts", [401, 404, 200, 404, 200, 200, 200]),
    row("GrantDiscount", [401, 404, 403, 403, 422, 422, 422])
        .body(r#"{"discount_id":"$discount"}"#),
    row("GetDiscountGrant", [401, 404, 200, 404, 200, 200, 200]),
    row("UpdateDiscountGrant", [401, 404, 403, 403, 412, 412, 412]).body(r#"{"note":"x"}"#),
    row("WithdrawDiscount", [401, 404, 403, 403, 412, 412, 412]),
    row("ReturnDiscount", [401, 404, 403, 403, 200, 200, 200]),
    row("ListClientFiles", [401, 404, 200, 404, 200, 200, 200]),
    row("AddClientFile", [401, 404, 403, 403, 400, 400, 400]),
    row("GetFile", [401, 404, 200, 404, 200, 200, 200]),
    row("UpdateFile", [401, 404, 403, 403, 412, 412, 412]).body(r#"{"name":"x"}"#),
    row("DeleteFile", [401, 404, 403, 403, 412, 412, 412]),
    row("RestoreFile", [401, 404, 403, 403, 200, 200, 200]),
    row("ListFileVersions", [401, 404, 200, 404, 200, 200, 200]),
    row("AddFileVersion", [401, 404, 403, 403, 422, 422, 422]),
    row("GetFileContent", [401, 404, 200, 404, 200, 200, 200]).at("/files/{id}/versions/1/content"),
    row("RestoreFileVersion", [401, 404, 403, 403, 404, 404, 404]),
    row("ExportClients", [401, 403, 200, 403, 403, 200, 200]).body(r#"{"format":"csv"}"#),
    row("ExportCompanies", [401, 403, 200, 403, 403, 200, 200]).body(r#"{"format":"csv"}"#),
    row("ListImports", [401, 403, 403, 403, 403, 200, 200]),
    row("CreateImport", [401, 403, 403, 403, 403, 422, 422]).body(r#"{"name":"a.csv"}"#),
    row("GetImport", [401, 403, 403, 403, 403, 404, 404]),
    row("UpdateImport", [401, 403, 403, 403, 403, 404, 404]).body(r#"{}"#),
    row("DeleteImport", [401, 403, 403, 403, 403, 404, 404]),
    row("CheckImport", [401, 403, 403, 403, 403, 404, 404]),
    row("ListImportRows", [401, 403, 403, 403, 403, 404, 404]),
    row("UpdateImportRow", [401, 403, 403, 403, 403, 404, 404])
        .at("/imports/imp_0F3ZK7Q2M8T1A/rows/2")
        .body(r#"{}"#),
    row("SuggestImportField", [401, 403, 403, 403, 403, 404, 404])
        .at("/imports/imp_0F3ZK7Q2M8T1A/columns/0/field"),
    row("CreateImportField", [401, 403, 403, 403, 403, 404, 404])
        .at("/imports/imp_0F3ZK7Q2M8T1A/columns/0/field")
        .body(r#"{"label":"Рост","type":"integer"}"#),
    row("RunImport", [401, 403, 403, 403, 403, 404, 404]).body(r#"{}"#),
    row("UndoImport", [401, 403, 403, 403, 403, 404, 404]),
    row("GetImportErrors", [401, 403, 403, 403, 403, 404, 404]),
    row("ListBulks", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateBulk", [401, 422, 422, 422, 422, 422, 422]).body(r#"{}"#),
    row("GetBulk", [401, 404, 404, 404, 404, 404, 404]),
    row("ListBulkItems", [401, 404, 404, 404, 404, 404, 404]),
    row("UndoBulk", [401, 404, 404, 404, 404, 404, 404]),
    row("ListImportMappings", [401, 403, 403, 403, 403, 200, 200]),
    row("SaveImportMapping", [401, 403, 403, 403, 403, 422, 422])
        .body(r#"{"name":"1C","import_id":"imp_0F3ZK7Q2M8T1A"}"#),
    row("DeleteImportMapping", [401, 403, 403, 403, 403, 404, 404]),
    row("CompareClients", [401, 404, 403, 404, 200, 200, 200]),
    row("MergeClients", [401, 403, 403, 403, 403, 412, 412])
        .body(r#"{"other_id":"$other","other_version":1}"#),
    row("ListMerges", [401, 200, 200, 200, 200, 200, 200]),
    row("GetMerge", [401, 404, 404, 404, 404, 404, 404]),
    row("GetMergeRemains", [401, 404, 404, 404, 404, 404, 404]),
    row("UndoMerge", [401, 403, 403, 403, 403, 404, 404]),
    row("ListDuplicates", [401, 200, 200, 200, 200, 200, 200]),
    row("GetDuplicate", [401, 404, 404, 404, 404, 404, 404]),
    row("DismissDuplicate", [401, 403, 403, 403, 403, 404, 404]),
    row("ReopenDuplicate", [401, 403, 403, 403, 403, 404, 404]),
    row("FindLookAlikes", [401, 200, 200, 200, 200, 200, 200])
        .body(r#"{"phones":["+79161234567"]}"#),
    row("ListDuplicateLooks", [401, 403, 403, 403, 403, 200, 200]),
    row("StartDuplicateLook", [401, 403, 403, 403, 403, 201, 409]),
    row("StartChain", [401, 422, 403, 403, 409, 409, 409])
        .body(r#"{"client_id":"$client","process_id":"$process"}"#),
    row("GetChain", [401, 404, 200, 404, 200, 200, 200]),
    row("ListTasks", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateTask", [401, 422, 403, 422, 422, 422, 422]).body(r#"{"x":1}"#),
    row("GetTask", [401, 404, 200, 404, 404, 200, 200]),
    row("UpdateTask", [401, 404, 403, 404, 404, 412, 412]).body(r#"{"note":"x"}"#),
    row("CancelTask", [401, 404, 403, 404, 404, 409, 409]).body(r#"{"reason":"Ошибка"}"#),
    row("TakeTask", [401, 404, 403, 404, 404, 409, 200]),
    row("GetWorkplace", [401, 404, 200, 404, 404, 200, 200]),
    row("CompleteTask", [401, 404, 403, 404, 404, 422, 422])
        .body(r#"{"result_id":"res_0000000000001"}"#),
    row("GetCompletion", [401, 404, 200, 404, 404, 200, 200]).at("/tasks/$done/completion"),
    row("PreviewCompletion", [401, 404, 403, 404, 404, 200, 200])
        .body(r#"{"result_id":"$result"}"#),
    row("ExplainTask", [401, 404, 200, 404, 404, 200, 200]),
    row("GetMyDay", [401, 200, 200, 200, 200, 200, 200]),
    row("Boot", [401, 200, 200, 200, 200, 200, 200]),
    row("Search", [401, 200, 200, 200, 200, 200, 200]).at("/search?q=a"),
    row("ListNotices", [401, 200, 200, 200, 200, 200, 200]),
    row("ReadNotices", [401, 204, 204, 204, 204, 204, 204]),
    row("ListHooks", [401, 200, 200, 200, 200, 200, 200]),
    row("CreateHook", [401, 403, 403, 403, 403, 403, 422]).body(r#"{}"#),
    row("GetHook", [401, 403, 403, 403, 403, 403, 404]).at("/hooks/hok_0000000000001"),
    row("UpdateHook", [401, 403, 403, 403, 403, 403, 404])
        .at("/hooks/hok_0000000000001")
        .body(r#"{"name":"Имя"}"#),
    row("ArchiveHook", [401, 403, 403, 403, 403, 403, 404]).at("/hooks/hok_0000000000001"),
    row("RestoreHook", [401, 403, 403, 403, 403, 403, 404]).at("/hooks/hok_0000000000001/restore"),
    row("ChangeHookSecret", [401, 403, 403, 403, 403, 403, 404])
        .at("/hooks/hok_0000000000001/secret"),
    row("GetSending", [401, 403, 403, 403, 403, 403, 200]),
    row("SendTestLetter", [401, 403, 403, 403, 403, 403, 200]),
    row("TestHook", [401, 403, 403, 403, 403, 403, 404]).at("/hooks/hok_0000000000001/test"),
    row("ListDeliveries", [401, 403, 403, 403, 403, 403, 200]),
    row("RetryDelivery", [401, 403, 403, 403, 403, 403, 404])
        .at("/deliveries/job_0000000000001/retry"),
    row("WithdrawDelivery", [401, 403, 403, 403, 403, 403, 404])
        .at("/deliveries/job_0000000000001/withdraw"),
    row("CheckInvariants", [401, 200, 200, 200, 200, 200, 200]),
    row("ListEvents", [401, 200, 200, 200, 200, 200, 200]),
    row("TakeBack", [401, 404, 403, 404, 404, 204, 409]).at("/tasks/$done/completion"),
    row("CancelChain", [401, 403, 403, 403, 403, 200, 409]).body(r#"{"reason":"Ошибка"}"#),
];

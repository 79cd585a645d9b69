//! Ids are made by the application, so that a row's id is known before it is written.

use domain::ids::*;
use domain::time::Timestamp;

/// Makes numbers for ids: 41 bits of milliseconds since 2020, 8 bits of node, 14 bits of sequence, always rising on
/// one node. The server and the tests each bring their own.
pub trait NextId: Send + Sync + 'static {
    fn next_id(&self, now: Timestamp) -> i64;
}

/// Every typed id, for code that makes one.
pub trait Id: Copy + Send + Sync + 'static {
    /// What its text begins with: `tsk`.
    const KIND: &'static str;
    fn from_number(number: i64) -> Self;
    fn number(self) -> i64;
}

macro_rules! ids {
    ($($id:ident),+ $(,)?) => {$(
        impl Id for $id {
            const KIND: &'static str = $id::PREFIX;
            fn from_number(number: i64) -> Self {
                Self::from_i64(number)
            }
            fn number(self) -> i64 {
                self.as_i64()
            }
        }
    )+};
}

ids! {
    OrganisationId,
    BranchId, EmployeeId, RoleId, SessionId, InvitationId, ClientId, CompanyId, CompanyPersonId, DictionaryId, ValueId, ResultId, FieldId,
    TemplateId, ProcessId, VersionId, TransferId, ComparisonId, MergeId, DuplicateId, LookId, ChainId, TaskId, CompletionId, EntryId, EventId, NoticeId, JobId, HookId, AuditId, ViewId,
    ImportId, MappingId, SegmentId, BulkId, ExportId, FileId, DiscountId, DiscountGrantId,
}

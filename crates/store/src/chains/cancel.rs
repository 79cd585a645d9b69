//! Starting and cancelling chains.

use domain::chains::{Begun, ChainState, Context};
use domain::ids::{EmployeeId, ProcessId, VersionId};
use domain::timeline::EntryKind;
use serde::Serialize;

use super::errands::open_errands;
use super::making::Seed;
use super::rows::ChainRow;
use super::{read, write};
use crate::audit::state;
use crate::clients::{self, ClientRow};
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::outbox::Audience;
use crate::timeline::{self, About, Changed, Said};

/// What the audit log keeps of a chain.
#[derive(Serialize)]
struct Kept<'a> {
    process_id: ProcessId,
    version_id: VersionId,
    client_id: domain::ids::ClientId,
    state: ChainState,
    cancel_reason: &'a Option<String>,
}

impl<'a> Kept<'a> {
    fn of(chain: &'a ChainRow) -> Self {
        Self {
            process_id: chain.process_id,
            version_id: chain.version_id,
            client_id: chain.client_id,
            state: chain.state,
            cancel_reason: &chain.cancel_reason,
        }
    }
}

impl Tx<'_> {
    /// Starts a process for a held client, as it was decided.
    ///
    /// # Errors
    /// [`Guard::ChainRunning`](crate::Guard::ChainRunning) when a chain of this process runs for the client.
    pub fn start_chain(
        &mut self,
        client: &ClientRow,
        process: (ProcessId, &str),
        version_id: VersionId,
        begun: &Begun,
        cx: &Context,
    ) -> Result<ChainRow, StoreError> {
        let seed = Seed {
            process_id: process.0,
            process_name: process.1,
            version_id,
            client,
            by: self.who().employee(),
            from: None,
            context: None,
        };
        let (chain, task) = self.begin_chain(seed, begun, cx)?;
        self.note_round_robin(Some(&task))?;
        clients::refresh_next(self, client.id)?;
        self.audit("chain.started", chain.id, None, state(&Kept::of(&chain)))?;
        Ok(chain)
    }

    /// Cancels a held running chain; its open task and its open errands are cancelled with it.
    pub fn cancel_chain(&mut self, chain: ChainRow, reason: &str) -> Result<ChainRow, StoreError> {
        self.cancel_chain_for(self.who().employee(), chain, reason)
    }

    /// The same on behalf of whoever decided it before.
    pub(crate) fn cancel_chain_for(
        &mut self,
        by: Option<EmployeeId>,
        mut chain: ChainRow,
        reason: &str,
    ) -> Result<ChainRow, StoreError> {
        let before = chain.clone();
        let now = self.now();
        let task = read::open_task(self, chain.id)?;
        for task in task.into_iter().chain(open_errands(self, chain.id)?) {
            self.cancel_with_chain(by, task, reason)?;
        }
        chain.state = ChainState::Cancelled;
        chain.cancel_reason = Some(reason.to_owned());
        chain.awake();
        chain.ended_at = Some(now);
        chain.ended_by = by;
        write::save(self, &mut chain)?;
        let name = names::processes(self, [chain.process_id])?.remove(&chain.process_id);
        let about = About {
            client: Some(chain.client_id),
            chain: Some(chain.id),
            ..About::default()
        };
        let said = Said {
            title: name,
            text: Some(reason.to_owned()),
            changes: vec![Changed {
                member: "state".to_owned(),
                before: None,
                after: Some(chain.state.as_str().to_owned()),
            }],
            ..Said::default()
        };
        timeline::tell(self, EntryKind::ChainEnded, about, by, said)?;
        clients::refresh_next(self, chain.client_id)?;
        self.audit(
            "chain.cancelled",
            chain.id,
            state(&Kept::of(&before)),
            state(&Kept::of(&chain)),
        )?;
        self.emit(
            "chain.updated",
            chain.id,
            chain.version,
            Audience::branch(chain.branch_id),
        )?;
        Ok(chain)
    }
}

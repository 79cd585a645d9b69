//! The timeline: what happened to a client, a company or a task, written once and never changed.

use crate::words::words;

words! {
    EntryKind {
        /// A task ended with a result.
        Completion = "completion",
        /// A completion was taken back.
        TakenBack = "taken_back",
        TaskCreated = "task_created",
        TaskChanged = "task_changed",
        TaskCancelled = "task_cancelled",
        ChainStarted = "chain_started",
        ChainEnded = "chain_ended",
        ChainSleeping = "chain_sleeping",
        ChainWoken = "chain_woken",
        /// A running chain went over to another version of its process.
        ChainMoved = "chain_moved",
        /// That was undone.
        ChainReturned = "chain_returned",
        Note = "note",
        ClientCreated = "client_created",
        ClientChanged = "client_changed",
        CompanyCreated = "company_created",
        CompanyChanged = "company_changed",
    }
}

//! What nobody needs any more: files whose time in the trash is over, and bytes that no version names.

use std::time::Duration;

use domain::files::KEPT;
use store::{Tx, Who};
use tokio::sync::watch;

use crate::http::ApiError;
use crate::state::State;

/// Bytes that are removed at once.
const BITE: i64 = 50;
const EVERY: Duration = Duration::from_secs(600);

/// Forgets some files that were deleted long ago.
pub fn forget(tx: &mut Tx<'_>) -> Result<usize, ApiError> {
    Ok(tx.forget_deleted_files(tx.now().minus(KEPT))?)
}

/// Removes all bytes whose time is over: first nobody can name them any more, then they go, then they are forgotten. Several servers may do
/// it at once; what is not there is removed already. Answers how many.
///
/// # Errors
/// The store's, or that bytes cannot be removed.
pub async fn sweep(state: &State) -> Result<usize, ApiError> {
    let mut removed = 0;
    loop {
        let now = state.clock.now();
        let due = state.db.read(Who::System, now, |tx| tx.blobs_due()).await?;
        if !due {
            return Ok(removed);
        }
        let doomed = state
            .db
            .write(Who::System, now, |tx| tx.doom_blobs(BITE))
            .await?;
        for blob in &doomed {
            let gone = state.files.remove(blob).await;
            gone.map_err(|trouble| ApiError::internal(format_args!("files: {trouble}")))?;
        }
        removed += doomed.len();
        state
            .db
            .write(Who::System, now, move |tx| tx.forget_blobs(&doomed))
            .await?;
    }
}

/// Does so from time to time.
pub async fn keep_clean(state: State, mut stopped: watch::Receiver<bool>) {
    loop {
        match sweep(&state).await {
            Ok(0) => {}
            Ok(removed) => tracing::debug!(removed, "bytes that nobody needs"),
            Err(error) => {
                let cause = format!("{error:?}");
                tracing::warn!(cause, "bytes that nobody needs are removed later");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
    }
}

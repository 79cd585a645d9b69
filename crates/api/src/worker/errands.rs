use std::time::Duration;

use store::Tx;

use crate::http::ApiError;

/// A small transaction of the system, done again and again.
#[derive(Debug, Clone, Copy)]
pub struct Errand {
    pub name: &'static str,
    pub every: Duration,
    /// Takes a bite and says how much it was; 0 when there is nothing more to do now.
    pub run: fn(&mut Tx<'_>) -> Result<usize, ApiError>,
}

const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);
/// How long the change feed and finished jobs are kept.
const KEPT: chrono::Duration = chrono::Duration::days(30);

/// Every errand there is.
pub fn errands() -> Vec<Errand> {
    vec![
        Errand {
            name: "wake sleeping chains",
            every: Duration::from_secs(15),
            run: crate::chains::wake_due,
        },
        Errand {
            name: "carry chains to another version",
            every: Duration::from_secs(2),
            run: crate::processes::carry,
        },
        Errand {
            name: "carry imports on",
            every: Duration::from_secs(2),
            run: crate::imports::carry,
        },
        Errand {
            name: "carry actions for many clients on",
            every: Duration::from_secs(2),
            run: crate::bulks::carry,
        },
        Errand {
            name: "forget old actions for many clients",
            every: HOUR,
            run: crate::bulks::forget,
        },
        Errand {
            name: "begin chains of imported clients",
            every: Duration::from_secs(60),
            run: crate::imports::begin_chains,
        },
        Errand {
            name: "forget files of old imports",
            every: Duration::from_secs(60),
            run: crate::imports::forget,
        },
        Errand {
            name: "forget files from the trash",
            every: HOUR,
            run: crate::files::forget,
        },
        Errand {
            name: "look for duplicates",
            every: Duration::from_secs(5),
            run: crate::duplicates::look,
        },
        Errand {
            name: "forget saved answers",
            every: HOUR,
            run: |tx| Ok(tx.forget_answers()?),
        },
        Errand {
            name: "forget old sessions",
            every: HOUR,
            run: |tx| Ok(tx.forget_old_sessions()?),
        },
        Errand {
            name: "forget failed sign-ins",
            every: HOUR,
            run: |tx| Ok(tx.forget_old_failures()?),
        },
        Errand {
            name: "forget old events",
            every: HOUR,
            run: forget_old_events,
        },
        Errand {
            name: "forget finished jobs",
            every: HOUR,
            run: |tx| Ok(tx.forget_jobs(tx.now().minus(KEPT))?),
        },
        Errand {
            name: "renew words of cards",
            every: HOUR,
            run: |tx| Ok(tx.renew_tokens()?),
        },
        Errand {
            name: "renew statistics",
            every: DAY,
            run: |tx| Ok(tx.optimize().map(|()| 0)?),
        },
    ]
}

/// Forgets some of what the change feed no longer keeps.
pub fn forget_old_events(tx: &mut Tx<'_>) -> Result<usize, ApiError> {
    Ok(tx.forget_events(tx.now().minus(KEPT))?)
}

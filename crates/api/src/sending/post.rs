use domain::outgoing::{Failure, Hope, Mail, Outgoing, Undelivered};
use domain::time::Timestamp;

use connectors::guard::Reach;
use connectors::hooks::{Call, Caller, refusal};
use connectors::mail::Mailer;
use store::{Job, StoreError, Who};

use crate::config::Config;
use crate::state::State;

/// What carries letters and calls out of the house.
#[derive(Clone)]
pub struct Post {
    /// Absent when no mail server is set up.
    pub mailer: Option<Mailer>,
    pub caller: Caller,
}

impl Post {
    /// # Errors
    /// A sentence that says what is wrong with the settings.
    pub fn new(config: &Config) -> Result<Self, String> {
        let mailer = match &config.mail {
            Some(mail) => Some(Mailer::new(
                &mail.url,
                &mail.from,
                mail.authority.as_deref(),
            )?),
            None => None,
        };
        let reach = match config.hooks_inside {
            true => Reach::Everywhere,
            false => Reach::Outside,
        };
        Ok(Self {
            mailer,
            caller: Caller::new(reach)?,
        })
    }

    /// Hands a letter to the mail server; answers what that said.
    ///
    /// # Errors
    /// When it was not taken.
    pub async fn letter(&self, mail: &Mail, id: &str, at: Timestamp) -> Result<String, Failure> {
        match &self.mailer {
            Some(mailer) => mailer.send(mail, id, at).await,
            None => Err(given_up(Undelivered::NotConfigured, String::new())),
        }
    }
}

/// Tries a claimed delivery once, outside any transaction.
///
/// # Errors
/// When it did not arrive.
pub async fn deliver(state: &State, job: &Job) -> Result<(), Failure> {
    let (id, now) = (job.id.to_string(), state.clock.now());
    let outgoing = job
        .outgoing()
        .map_err(|error| given_up(Undelivered::Unreadable, error.to_string()))?;
    let call = match outgoing {
        Outgoing::Mail(mail) => return state.post.letter(&mail, &id, now).await.map(|_| ()),
        Outgoing::Hook(call) => call,
    };
    let asked = state
        .db
        .read(Who::System, now, move |tx| tx.hook_to_call(call.hook_id));
    let (hook, secrets) = asked.await.map_err(of_store)?;
    if hook.archived_at.is_some() {
        return Err(given_up(Undelivered::Archived, hook.name));
    }
    let secrets: Vec<String> = secrets.all().map(str::to_owned).collect();
    let said = state
        .post
        .caller
        .call(&Call {
            url: &hook.url,
            id: &id,
            at: now,
            body: &call.body,
            secrets: &secrets,
        })
        .await?;
    match said.is_yes() {
        true => Ok(()),
        false => Err(refusal(&said)),
    }
}

/// The hook is gone, or the database did not answer just now.
fn of_store(error: StoreError) -> Failure {
    match error {
        StoreError::NotFound => given_up(Undelivered::Archived, String::new()),
        other => Failure {
            why: Undelivered::Unreadable,
            detail: other.to_string(),
            hope: Hope::Later,
        },
    }
}

fn given_up(why: Undelivered, detail: String) -> Failure {
    Failure {
        why,
        detail,
        hope: Hope::Never,
    }
}

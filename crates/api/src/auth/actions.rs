use domain::ids::{EmployeeId, SessionId};
use domain::staff::{EmployeeState, LinkKind};
use sha2::{Digest as _, Sha256};
use store::Tx;
use store::auth::{Link, NewSession, Refreshed};
use wire::auth::{
    AcceptRequest, Invitation, InvitationKind, PasswordChange, Session, SignInRequest,
};
use wire::error::Code;

use super::tokens::Claims;
use super::{convert, cookie, passwords};
use crate::http::{Answer, ApiError, Check, Ctx};

/// Days that the refresh cookie is kept; the session's life in the store is the same.
const COOKIE_DAYS: i64 = 30;
/// Failures that cost nothing: of one account, and of one address, behind which a whole office may sit.
const FREE_OF_ACCOUNT: i32 = 5;
const FREE_OF_ADDRESS: i32 = 50;

/// How a secret is known to the database.
pub(crate) fn fingerprint(secret: &str) -> String {
    let hash = Sha256::digest(secret.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The counters that a failure of this caller adds to.
struct Counters {
    account: String,
    address: String,
}

impl Counters {
    fn of(cx: &Ctx, account: &str) -> Self {
        Self {
            // The address as typed may be a secret typed into the wrong field.
            account: format!("account {}", fingerprint(account)),
            address: format!("address {}", cx.visitor().address),
        }
    }

    fn must_wait(&self, tx: &mut Tx<'_>) -> Result<(), ApiError> {
        let until = tx
            .blocked_until(&self.account)?
            .max(tx.blocked_until(&self.address)?);
        match until {
            None => Ok(()),
            Some(until) => {
                let seconds = until.since(tx.now()).num_seconds().max(1);
                Err(ApiError::new(Code::TooManyRequests)
                    .retry_after(u32::try_from(seconds).unwrap_or(u32::MAX)))
            }
        }
    }

    fn count(&self, tx: &mut Tx<'_>) -> Result<(), ApiError> {
        tx.note_failure(&self.account, FREE_OF_ACCOUNT)?;
        tx.note_failure(&self.address, FREE_OF_ADDRESS)?;
        Ok(())
    }

    fn forget(&self, tx: &mut Tx<'_>) -> Result<(), ApiError> {
        tx.forget_failures(&self.account)?;
        Ok(())
    }
}

pub(super) async fn sign_in(cx: &Ctx, body: SignInRequest) -> Answer<Session> {
    let email = body.email.trim().to_lowercase();
    let counters = Counters::of(cx, &email);
    let known = {
        let counters = Counters::of(cx, &email);
        let look = move |tx: &mut Tx<'_>| {
            tx.organisation_if_set_up()?
                .ok_or_else(|| ApiError::new(Code::NotSetUp))?;
            counters.must_wait(tx)?;
            Ok(tx.credentials(&email)?)
        };
        cx.read(look).await?
    };
    let usable = known
        .filter(|account| matches!(account.state, EmployeeState::Active | EmployeeState::Absent));
    let hash = usable
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let right = cx.state().hasher.verify(body.password, hash).await?;
    match usable.filter(|_| right) {
        Some(account) => {
            begin(cx, move |tx| {
                // A password that was changed meanwhile is wrong by now.
                let now = tx.credentials_of(account.employee)?;
                if now.stamp != account.stamp {
                    return Err(ApiError::new(Code::WrongCredentials));
                }
                counters.forget(tx)?;
                Ok(account.employee)
            })
            .await
        }
        None => {
            cx.transact(move |tx| counters.count(tx)).await?;
            Err(ApiError::new(Code::WrongCredentials))
        }
    }
}

/// Begins a session for whom `who` names, in the same transaction, and answers with its tokens.
pub(crate) async fn begin(
    cx: &Ctx,
    mut who: impl FnMut(&mut Tx<'_>) -> Result<EmployeeId, ApiError> + Send + 'static,
) -> Answer<Session> {
    let secret = cx.state().ids.secret();
    let token_hash = fingerprint(&secret);
    let visitor = cx.visitor().clone();
    let inner = cx.clone();
    let session = cx.transact(move |tx| {
        let employee = who(tx)?;
        let session = tx.start_session(NewSession {
            employee,
            device: convert::device(&visitor.user_agent),
            address: Some(visitor.address.to_string()),
            token_hash: token_hash.clone(),
        })?;
        let stamp = tx.credentials_of(employee)?.stamp;
        answer(tx, &inner, employee, session, stamp)
    });
    let session = session.await?;
    set_cookie(cx, &secret);
    cx.state().accounts.forget();
    Ok(session)
}

fn set_cookie(cx: &Ctx, secret: &str) {
    cx.set_cookie(cookie::set(secret, cx.visitor().secure, COOKIE_DAYS));
}

fn answer(
    tx: &mut Tx<'_>,
    cx: &Ctx,
    employee: EmployeeId,
    session: SessionId,
    stamp: i64,
) -> Answer<Session> {
    let claims = Claims {
        employee,
        session,
        stamp,
    };
    let state = cx.state();
    let (access_token, expires_at) = state.tokens.write(claims, state.ids.word(), tx.now())?;
    let mut actor = tx.actor_of(employee)?;
    actor.session = Some(session);
    Ok(Session {
        access_token,
        expires_at,
        me: convert::me(tx, &actor, cx.state().config.largest_file)?,
    })
}

pub(super) async fn refresh(cx: &Ctx) -> Answer<Session> {
    let ended = || ApiError::new(Code::SessionEnded);
    let visitor = cx.visitor().clone();
    let old = visitor.refresh_token.as_deref().map(fingerprint);
    let old = old.ok_or_else(ended)?;
    let secret = cx.state().ids.secret();
    let next = fingerprint(&secret);
    let inner = cx.clone();
    let renewed = cx.transact(move |tx| {
        let device = convert::device(&visitor.user_agent);
        match tx.refresh_session(&old, &next, &device)? {
            Refreshed::Renewed {
                session,
                employee,
                stamp,
            } => answer(tx, &inner, employee, session, stamp).map(Some),
            Refreshed::Stolen { employee } => {
                tracing::warn!(%employee, "a refresh token was used twice: its session is ended");
                Ok(None)
            }
            Refreshed::Refused => Ok(None),
        }
    });
    // Committed in every case: the end of a stolen session must stay.
    match renewed.await? {
        Some(session) => {
            set_cookie(cx, &secret);
            Ok(session)
        }
        None => {
            cx.state().accounts.forget();
            Err(ended())
        }
    }
}

pub(super) async fn sign_out(cx: &Ctx) -> Answer<()> {
    if let Some(token) = cx.visitor().refresh_token.as_deref().map(fingerprint) {
        cx.transact(move |tx| {
            if let Some(session) = tx.session_of_token(&token)? {
                tx.end_session(session, "signed out")?;
            }
            Ok(())
        })
        .await?;
        cx.state().accounts.forget();
    }
    cx.set_cookie(cookie::clear(cx.visitor().secure));
    Ok(())
}

pub(super) fn end_session(tx: &mut Tx<'_>, id: SessionId) -> Answer<()> {
    let own = tx.sessions_of(tx.actor()?.employee)?;
    if !own.iter().any(|session| session.id == id) {
        return Err(ApiError::not_found());
    }
    Ok(tx.end_session(id, "ended by its owner")?)
}

pub(super) async fn change_password(cx: &Ctx, body: PasswordChange) -> Answer<()> {
    let actor = cx.actor()?;
    let (employee, session) = (actor.employee, actor.session);
    let key = employee.to_string();
    let counters = Counters::of(cx, &key);
    let (known, club, email) = cx
        .read(move |tx| {
            counters.must_wait(tx)?;
            let email = tx.profile(employee)?.email;
            Ok((tx.credentials_of(employee)?, tx.organisation()?.name, email))
        })
        .await?;
    let mut check = Check::new();
    passwords::check(&mut check, "/new", &body.new, &[&known.name, &club, &email]);
    check.done()?;
    let right = cx
        .state()
        .hasher
        .verify(body.current, known.password_hash)
        .await?;
    let counters = Counters::of(cx, &key);
    if !right {
        cx.transact(move |tx| counters.count(tx)).await?;
        return Err(ApiError::new(Code::WrongCredentials));
    }
    let hash = cx.state().hasher.hash(body.new).await?;
    cx.transact(move |tx| {
        counters.forget(tx)?;
        tx.set_password(employee, &hash)?;
        Ok(tx.end_sessions_of(employee, session, "password changed")?)
    })
    .await?;
    cx.state().accounts.forget();
    Ok(())
}

/// A link for an employee, and whose it is.
fn link_for_employee(tx: &mut Tx<'_>, hash: &str) -> Result<(Link, EmployeeId), ApiError> {
    let invalid = || ApiError::new(Code::LinkInvalid);
    let link = tx.link(hash)?.ok_or_else(invalid)?;
    let employee = link.employee.ok_or_else(invalid)?;
    match tx.any_employee(employee)?.state {
        EmployeeState::Left => Err(invalid()),
        _ => Ok((link, employee)),
    }
}

pub(super) fn invitation(tx: &mut Tx<'_>, hash: &str) -> Answer<Invitation> {
    let (link, employee) = link_for_employee(tx, hash)?;
    let profile = tx.profile(employee)?;
    Ok(Invitation {
        kind: match link.kind {
            LinkKind::ResetPassword => InvitationKind::ResetPassword,
            LinkKind::Join | LinkKind::SetUp => InvitationKind::Join,
        },
        organisation: tx.organisation()?.name,
        name: profile.name,
        email: profile.email,
        language: profile.language,
        expires_at: link.expires_at,
    })
}

pub(super) async fn accept(cx: &Ctx, token: &str, body: AcceptRequest) -> Answer<Session> {
    let hash = fingerprint(token);
    let (club, email) = {
        let hash = hash.clone();
        cx.read(move |tx| {
            let (_, employee) = link_for_employee(tx, &hash)?;
            Ok((tx.organisation()?.name, tx.profile(employee)?.email))
        })
        .await?
    };
    let mut check = Check::new();
    let name = check.name("/name", &body.name);
    passwords::check(
        &mut check,
        "/password",
        &body.password,
        &[&name, &club, &email],
    );
    check.done()?;
    let password = cx.state().hasher.hash(body.password).await?;
    begin(cx, move |tx| {
        let (link, employee) = link_for_employee(tx, &hash)?;
        if !tx.use_link(link.id)? {
            return Err(ApiError::new(Code::LinkInvalid));
        }
        if link.kind == LinkKind::Join {
            tx.join(employee, name.clone())?;
        }
        tx.set_password(employee, &password)?;
        tx.end_sessions_of(employee, None, "password reset")?;
        Ok(employee)
    })
    .await
}

//! Codes of an app on the phone (TOTP, RFC 6238): six digits of SHA-1, a new one every 30 seconds, one
//! step early or late is taken, none twice.

use serde_json::json;
use time::OffsetDateTime;
use totp_rs::{Algorithm, Builder, Totp};
use workflow::Refusal;
use workflow::access::Caller;
use workflow::audit::NewEvent;

use super::change_password::count_failure;
use super::{Resolved, require_session};
use crate::clock::random_secret;
use crate::error::{OpError, Result};
use crate::ops::App;

/// A secret to be put into an app.
#[derive(Debug)]
pub struct NewCode {
    /// In base 32, to be typed.
    pub secret: String,
    /// As a link, to be photographed as a QR code.
    pub uri: String,
}

/// What shows that somebody may end the asking for codes.
#[derive(Debug)]
pub enum Consent {
    /// A code.
    Code(String),
    /// The password.
    Password(String),
}

fn totp(secret: &[u8], account: &str) -> Result<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret)
        .with_account_name(account)
        .with_issuer(Some("Congvan"))
        .build()
        .map_err(|error| OpError::Internal(error.to_string()))
}

/// The step whose code this is, around `now`; spaces that apps show are left out.
pub(super) fn step_of(secret: &[u8], code: &str, now: OffsetDateTime) -> Result<Option<i64>> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let seconds = u64::try_from(now.unix_timestamp()).unwrap_or_default();
    let step = totp(secret, "")?.check(&digits, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// Since when codes are asked of the caller.
pub async fn code_since(app: &App, caller: &Caller) -> Result<Option<OffsetDateTime>> {
    let code = storage::identity::find_code(&app.0.db, caller.person).await?;
    Ok(code.and_then(|code| code.confirmed_at))
}

/// Makes a secret; codes are asked for once one of them was confirmed.
pub async fn begin_code(app: &App, resolved: &Resolved) -> Result<NewCode> {
    require_session(resolved)?;
    let caller = &resolved.caller;
    let random = random_secret().map_err(|error| OpError::Internal(error.to_string()))?;
    let secret = &random[..20];
    let me = storage::organisations::list_people_by_ids(&app.0.db, &[caller.person]).await?;
    let login = me.first().map_or("", |person| person.login.as_str());
    let totp = totp(secret, login)?;
    app.write(async |tx| {
        if !storage::identity::put_code(tx, caller.person, secret).await? {
            return Err(OpError::Conflict(Refusal::new("identity.code_on")));
        }
        tx.record(caller.organisation, event(caller, "identity.code_begun"));
        Ok(())
    })
    .await?;
    let uri = totp.to_url();
    Ok(NewCode {
        secret: totp.secret().to_base32(),
        uri: uri.map_err(|error| OpError::Internal(error.to_string()))?,
    })
}

/// Asks for codes from now on, because the app shows the right one.
pub async fn confirm_code(app: &App, resolved: &Resolved, code: &str) -> Result<()> {
    require_session(resolved)?;
    let caller = &resolved.caller;
    let kept = storage::identity::find_code(&app.0.db, caller.person).await?;
    let kept = kept.filter(|kept| kept.confirmed_at.is_none());
    let kept = kept.ok_or(OpError::Conflict(Refusal::new("identity.code_not_begun")))?;
    let step = step_of(&kept.secret, code, app.0.clock.now())?;
    let step = step.ok_or(OpError::Invalid(Refusal::new("identity.wrong_code_now")))?;
    app.write(async |tx| {
        if !storage::identity::confirm_code(tx, caller.person, step).await? {
            return Err(OpError::Stale);
        }
        tx.record(
            caller.organisation,
            event(caller, "identity.code_confirmed"),
        );
        Ok(())
    })
    .await
}

/// Ends the asking for codes; what is wrong counts like a wrong password.
pub async fn remove_code(app: &App, resolved: &Resolved, consent: Consent) -> Result<()> {
    let caller = &resolved.caller;
    let (now, today) = (app.0.clock.now(), app.0.clock.today());
    let Some(kept) = storage::identity::find_code(&app.0.db, caller.person).await? else {
        return Err(OpError::NotFound);
    };
    let account = storage::identity::get_account(&app.0.db, caller.person, today).await?;
    let (right, code) = match consent {
        Consent::Password(password) => (
            app.password_matches(password, account.password_hash)
                .await?,
            "identity.wrong_password",
        ),
        Consent::Code(code) => (
            step_of(&kept.secret, &code, now)?.is_some(),
            "identity.wrong_code_now",
        ),
    };
    if account.failures.is_locked(now) || !right {
        let failures = account.failures.after_wrong_password(now);
        count_failure(app, caller.organisation, caller.person, failures).await?;
        return Err(OpError::Invalid(Refusal::new(code)));
    }
    app.write(async |tx| {
        storage::identity::remove_code(tx, caller.person).await?;
        tx.record(caller.organisation, event(caller, "identity.code_removed"));
        Ok(())
    })
    .await
}

fn event(caller: &Caller, kind: &'static str) -> NewEvent {
    NewEvent {
        actor: Some(caller.person),
        kind,
        subject: caller.person.to_string(),
        payload: json!({}),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of eight digits.
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (2_000_000_000, "279037"),
        ] {
            let at = |shift| OffsetDateTime::from_unix_timestamp(seconds + shift).unwrap();
            let step = Some(seconds / 30);
            for shift in [-30, 0, 30] {
                assert_eq!(step_of(secret, code, at(shift)).unwrap(), step);
            }
            assert_eq!(step_of(secret, code, at(90)).unwrap(), None);
            let spaced = format!("{} {}", &code[..3], &code[3..]);
            assert_eq!(step_of(secret, &spaced, at(0)).unwrap(), step);
        }
        assert_eq!(
            step_of(secret, "", OffsetDateTime::UNIX_EPOCH).unwrap(),
            None
        );
    }
}

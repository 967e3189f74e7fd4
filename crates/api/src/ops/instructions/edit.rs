//! Changing templates; each change is one event, whose words stay in the template.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Transaction;
use storage::instructions::Kept;
use workflow::access::{Caller, Principal, Scope};
use workflow::audit::NewEvent;
use workflow::work::instructions::{Template, may_keep_own, may_keep_shared};
use workflow::{PersonId, Refusal, TemplateId};

use crate::error::{OpError, Result};
use crate::ops::work::{Names, staff_of};
use crate::ops::{App, Once};

/// Most templates of an agency, and of one person.
const MOST_TEMPLATES: u64 = 300;

/// A template to be kept.
#[derive(Debug, Clone)]
pub struct NewTemplate {
    /// Whether the whole agency uses it; else it is the caller's own.
    pub shared: bool,
    /// What it says.
    pub says: Template,
}

#[derive(Serialize, Deserialize)]
struct Written {
    id: TemplateId,
}

#[derive(Serialize, Deserialize)]
struct Done {}

/// Keeps a template; answers its id.
pub async fn begin(
    app: &App,
    caller: &Caller,
    new: NewTemplate,
    once: Option<&Once>,
) -> Result<TemplateId> {
    let owner = (!new.shared).then_some(caller.person);
    may_change(caller, owner)?;
    let says = checked(app, caller, new.says).await?;
    let written = app
        .write_once(once, async |tx| {
            let kept = storage::instructions::count(tx, caller.organisation, owner).await?;
            if kept >= MOST_TEMPLATES {
                let refusal = Refusal::new("instructions.too_many").with("max", MOST_TEMPLATES);
                return Err(OpError::Refused(refusal));
            }
            let id = TemplateId(app.0.clock.new_id());
            let place = (id, caller.organisation);
            storage::instructions::insert(tx, place, owner, &says, caller.person).await?;
            record(tx, caller, "instruction.template_kept", (id, 1));
            Ok(Written { id })
        })
        .await?;
    Ok(written.id)
}

/// Writes a template anew, as the caller saw it at `revision`.
pub async fn rewrite(
    app: &App,
    caller: &Caller,
    (id, revision): (TemplateId, i64),
    says: Template,
    once: Option<&Once>,
) -> Result<()> {
    let kept = own(app, caller, id).await?;
    may_change(caller, kept.owner)?;
    let says = checked(app, caller, says).await?;
    app.write_once(once, async |tx| {
        storage::instructions::update(tx, id, revision, &says, caller.person).await?;
        record(tx, caller, "instruction.template_kept", (id, revision + 1));
        Ok(Done {})
    })
    .await?;
    Ok(())
}

/// Ends a template: it is offered no more.
pub async fn end(app: &App, caller: &Caller, id: TemplateId) -> Result<()> {
    let kept = own(app, caller, id).await?;
    may_change(caller, kept.owner)?;
    app.write(async |tx| {
        storage::instructions::end(tx, id).await?;
        record(
            tx,
            caller,
            "instruction.template_ended",
            (id, kept.revision),
        );
        Ok(())
    })
    .await
}

/// A template that the caller sees; of another's own ones he knows nothing.
async fn own(app: &App, caller: &Caller, id: TemplateId) -> Result<Kept> {
    let (organisation, person) = (caller.organisation, caller.person);
    let found = storage::instructions::find(&app.0.db, id, organisation, person).await?;
    found.ok_or(OpError::NotFound)
}

fn may_change(caller: &Caller, owner: Option<PersonId>) -> Result<()> {
    let rule = |()| match owner {
        Some(owner) => may_keep_own(caller, owner),
        None => may_keep_shared(caller),
    };
    caller
        .require_scope(Scope::Write)
        .and_then(rule)
        .map_err(OpError::Refused)
}

/// The template tidied; refuses one that gives to somebody who is not there.
async fn checked(app: &App, caller: &Caller, says: Template) -> Result<Template> {
    let says = says.checked().map_err(OpError::Invalid)?;
    let staff = staff_of(app, caller.organisation).await?;
    if let Some(gone) = says.gone(&staff).first() {
        let gone = Principal::from(*gone);
        let names = Names::of_principals(app, &[gone], Vec::new()).await?;
        let to = names.principal(gone).unwrap_or_else(|| gone.to_string());
        let refusal = Refusal::new("instructions.recipient_gone").with("to", to);
        return Err(OpError::Invalid(refusal));
    }
    Ok(says)
}

fn record(
    tx: &mut Transaction,
    caller: &Caller,
    kind: &'static str,
    (id, revision): (TemplateId, i64),
) {
    let event = NewEvent {
        actor: Some(caller.person),
        kind,
        subject: id.to_string(),
        payload: json!({ "revision": revision }),
    };
    tx.record(caller.organisation, event);
}

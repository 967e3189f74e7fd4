//! The templates that the caller sees, with what he may do with each.

use storage::instructions::Kept;
use workflow::Refusal;
use workflow::access::{Caller, Principal, Scope};
use workflow::work::Staff;
use workflow::work::instructions::{Recipient, may_keep_own, may_keep_shared};

use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::work::{Names, staff_of};

/// A template as the caller sees it.
#[derive(Debug)]
pub struct ListedTemplate {
    /// The template.
    pub kept: Kept,
    /// Recipients for whom nobody answers today.
    pub gone: Vec<Recipient>,
    /// Whether the caller may change it.
    pub may_change: std::result::Result<(), Refusal>,
}

/// The templates of the caller's agency and his own.
#[derive(Debug)]
pub struct Listed {
    /// The templates.
    pub items: Vec<ListedTemplate>,
    /// Names that they speak of.
    pub names: Names,
    /// Whether the caller may keep templates for the whole agency.
    pub may_share: std::result::Result<(), Refusal>,
    /// Whether he may keep templates of his own.
    pub may_keep: std::result::Result<(), Refusal>,
}

/// The templates that the caller sees.
pub async fn list(app: &App, caller: &Caller) -> Result<Listed> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let organisation = caller.organisation;
    let kept = storage::instructions::list(&app.0.db, organisation, caller.person).await?;
    let staff = staff_of(app, organisation).await?;
    let names = names_of(app, &kept, &[]).await?;
    let listed = |kept| listed(caller, &staff, kept);
    Ok(Listed {
        items: kept.into_iter().map(listed).collect(),
        names,
        may_share: may_keep_shared(caller),
        may_keep: may_keep_own(caller, caller.person),
    })
}

/// Names of the recipients of templates, of those who wrote them, and of further recipients.
pub(super) async fn names_of(app: &App, templates: &[Kept], others: &[Principal]) -> Result<Names> {
    let recipients = templates.iter().flat_map(|kept| &kept.says.parts);
    let recipients = recipients.map(|part| part.to.into());
    let recipients: Vec<Principal> = recipients.chain(others.iter().copied()).collect();
    let people = templates.iter().map(|kept| kept.edited_by).collect();
    Names::of_principals(app, &recipients, people).await
}

/// A template with what the caller may do with it.
pub(super) fn listed(caller: &Caller, staff: &Staff, kept: Kept) -> ListedTemplate {
    ListedTemplate {
        gone: kept.says.gone(staff),
        may_change: match kept.owner {
            Some(owner) => may_keep_own(caller, owner),
            None => may_keep_shared(caller),
        },
        kept,
    }
}

//! What goes from one agency to another: consignments as either end sees them.

use serde::Serialize;
use storage::organisations::Organisation;
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::PersonId;
use workflow::exchange::Status;

use crate::ops::exchange::Carried;

/// An agency of the installation.
#[derive(Serialize, ToSchema)]
pub struct AgencyRef {
    id: String,
    name: String,
}

impl From<Organisation> for AgencyRef {
    fn from(agency: Organisation) -> Self {
        AgencyRef {
            id: agency.id.to_string(),
            name: agency.name,
        }
    }
}

/// A paper on its way from one agency to another.
#[derive(Serialize, ToSchema)]
pub struct ConsignmentView {
    id: String,
    from: AgencyRef,
    to: AgencyRef,
    #[serde(with = "time::serde::rfc3339")]
    sent_at: OffsetDateTime,
    /// Who sent it; null for the receiver.
    sent_by: Option<String>,
    /// The latest of the statuses.
    #[schema(value_type = Option<String>)]
    status: Option<Status>,
    /// Oldest first; each is reached at most once.
    statuses: Vec<StatusView>,
}

/// What became of a paper at its receiver.
#[derive(Serialize, ToSchema)]
pub struct StatusView {
    /// `arrived refused registered assigned in_progress done recall_asked recall_agreed
    /// recall_refused`.
    #[schema(value_type = String)]
    status: Status,
    /// The code of the national axis: 01 to 06, 13, 15, 16.
    code: &'static str,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Who brought it about, where he is of the agency that asks.
    by: Option<String>,
    /// Why it was returned, called back, or not given back.
    reason: Option<String>,
}

impl From<Carried> for ConsignmentView {
    fn from(carried: Carried) -> Self {
        let consignment = carried.consignment;
        let name = |id: PersonId| {
            let person = carried.people.iter().find(|person| person.id == id)?;
            Some(person.name.clone())
        };
        let latest = consignment.history.last().map(|reached| reached.status);
        let statuses = consignment.history.iter().map(|reached| StatusView {
            status: reached.status,
            code: reached.status.code(),
            at: reached.at,
            by: reached.by.and_then(name),
            reason: reached.reason.clone(),
        });
        ConsignmentView {
            id: consignment.id.to_string(),
            statuses: statuses.collect(),
            sent_at: consignment.sent_at,
            sent_by: name(consignment.sent_by),
            status: latest,
            from: carried.from.into(),
            to: carried.to.into(),
        }
    }
}

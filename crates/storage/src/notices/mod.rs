//! Notices: who was told what by which event, what became of each mail and push, the choices of
//! each person and his devices.
//!
//! Notices of an agency appear in the order of its events, together with the position up to which
//! its events were followed: whoever has seen a position has seen all before it.

mod choices;
mod deliveries;
mod devices;
mod figures;
mod lists;
mod making;

pub use choices::{list_choices, save_choice};
pub use deliveries::{
    Channel, Delivery, DeliveryState, find_delivery, insert_deliveries, join_digest,
    list_deliveries, settle_delivery,
};
pub use devices::{
    Device, find_device, find_push_key, insert_push_key, keep_device, list_devices, mark_sent,
    remove_device, remove_endpoint,
};
pub use figures::{Figure, Trouble, count_deliveries, list_troubles};
pub use lists::{
    Place, count_unseen, last_seq, list_after, list_by_ids, list_of_digest, list_page, mark_seen,
    people_between,
};
pub use making::{advance, insert, mark_acted, positions, withdraw};

use time::OffsetDateTime;
use workflow::documents::Urgency;
use workflow::notices::Code;
use workflow::work::TaskKind;
use workflow::{DeliveryId, DocumentId, NoticeId, OrganisationId, PersonId, TaskId};

use crate::entities::notices::notice;
use crate::moments::moment;
use crate::{Result, StorageError};

/// One person is told one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Id; ids of later notices sort later.
    pub id: NoticeId,
    /// Whose event it was.
    pub organisation: OrganisationId,
    /// Its place in the chain.
    pub seq: i64,
    /// Who is told.
    pub person: PersonId,
    /// The paper it is about.
    pub document: Option<DocumentId>,
    /// The task it is about.
    pub task: Option<TaskId>,
    /// What that task asks for.
    pub kind: Option<TaskKind>,
    /// Why.
    pub code: Code,
    /// How urgently.
    pub urgency: Urgency,
    /// For whom, where the person stands in.
    pub on_behalf_of: Option<PersonId>,
    /// By when it is due.
    pub due_at: Option<OffsetDateTime>,
    /// When it happened.
    pub at: OffsetDateTime,
    /// When the person saw it.
    pub seen_at: Option<OffsetDateTime>,
    /// The delivery of the digest that has it.
    pub digest: Option<DeliveryId>,
    /// The event that undid what it tells; it stands in no list any more.
    pub withdrawn_by: Option<i64>,
}

/// The urgency as a number: the most urgent first.
fn rank(urgency: Urgency) -> i16 {
    match urgency {
        Urgency::Flash => 0,
        Urgency::VeryUrgent => 1,
        Urgency::Urgent => 2,
        Urgency::Normal => 3,
    }
}

fn notice_of(row: &notice::Model) -> Result<Notice> {
    let corrupt = |what: &str| StorageError::Corrupt(format!("notice {}: {what}", row.id));
    Ok(Notice {
        id: NoticeId(row.id),
        organisation: OrganisationId(row.organisation_id),
        seq: row.seq,
        person: PersonId(row.person_id),
        document: row.document_id.map(DocumentId),
        task: row.task_id.map(TaskId),
        kind: row.task_kind.as_deref().and_then(TaskKind::from_code),
        code: Code::from_code(&row.code).ok_or_else(|| corrupt("code"))?,
        urgency: Urgency::from_code(&row.urgency).ok_or_else(|| corrupt("urgency"))?,
        on_behalf_of: row.on_behalf_of.map(PersonId),
        due_at: row.due_at_us.map(moment).transpose()?,
        at: moment(row.at_us)?,
        seen_at: row.seen_at_us.map(moment).transpose()?,
        digest: row.digest_id.map(DeliveryId),
        withdrawn_by: row.withdrawn_seq,
    })
}

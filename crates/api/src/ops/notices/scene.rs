//! What the rule of notices is asked with: the staff, the delegations, the papers; and its answer as
//! notices of persons.

use std::collections::HashMap;

use storage::documents::Document;
use storage::notices::Notice;
use time::OffsetDateTime;
use workflow::audit::Event;
use workflow::delegation::{Live, live};
use workflow::documents::{ReadingState, Urgency};
use workflow::notices::{ForPerson, Office, people, tellings};
use workflow::work::{Staff, Task};
use workflow::{DocumentId, NoticeId, OrganisationId};

use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::work::staff_of;

/// Who can be told, and the papers, loaded once for all events that are followed together.
#[derive(Default)]
pub(super) struct Scene {
    office: Option<(Staff, Vec<Live>)>,
    papers: HashMap<DocumentId, Option<(Document, Vec<Task>)>>,
}

impl Scene {
    /// What an event tells whom.
    pub async fn notices_of(
        &mut self,
        app: &App,
        organisation: OrganisationId,
        event: &Event,
    ) -> Result<Vec<Notice>> {
        let paper: Option<DocumentId> = event.subject.parse().ok();
        if let Some(paper) = paper {
            self.load(app, paper).await?;
        }
        let paper = paper.and_then(|id| self.papers.get(&id)?.as_ref());
        // Nothing is said of a paper that is kept apart.
        let is_apart = |document: &Document| document.state == ReadingState::Quarantined;
        if paper.is_some_and(|(document, _)| is_apart(document)) {
            return Ok(Vec::new());
        }
        let tellings = tellings(event, paper.map_or(&[], |(_, tasks)| tasks));
        if tellings.is_empty() {
            return Ok(Vec::new());
        }
        if self.office.is_none() {
            let lives = lives_in(app, organisation).await?;
            self.office = Some((staff_of(app, organisation).await?, lives));
        }
        let Some((staff, lives)) = &self.office else {
            return Ok(Vec::new());
        };
        let fields = paper.map(|(document, _)| &document.fields);
        let office = Office {
            staff,
            lives,
            paper: (
                fields.and_then(|fields| fields.kind.as_deref()),
                fields.and_then(|fields| fields.register.as_deref()),
            ),
            urgency: fields.map_or(Urgency::Normal, |fields| fields.urgency),
        };
        let document = paper.map(|(document, _)| document.id);
        let told = people(&tellings, event.actor, &office).into_iter();
        told.map(|one| notice(app, event, document, &one)).collect()
    }

    async fn load(&mut self, app: &App, id: DocumentId) -> Result<()> {
        if self.papers.contains_key(&id) {
            return Ok(());
        }
        let found = storage::documents::list_by_ids(&app.0.db, &[id])
            .await?
            .pop();
        let loaded = match found {
            Some(document) => {
                let case = storage::work::find_case(&app.0.db, id).await?;
                Some((document, case.map(|case| case.tasks).unwrap_or_default()))
            }
            None => None,
        };
        self.papers.insert(id, loaded);
        Ok(())
    }
}

/// The delegations that live, with what each giver answers for.
async fn lives_in(app: &App, organisation: OrganisationId) -> Result<Vec<Live>> {
    let (db, now, today) = (&app.0.db, app.0.clock.now(), app.0.clock.today());
    let mut lives = Vec::new();
    for delegation in storage::delegations::list_live_in(db, organisation, now).await? {
        let giver = storage::identity::find_caller(db, delegation.giver, &[], today).await?;
        lives.extend(live(delegation, giver.as_ref(), now));
    }
    Ok(lives)
}

fn notice(
    app: &App,
    event: &Event,
    document: Option<DocumentId>,
    told: &ForPerson,
) -> Result<Notice> {
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(event.at_us) * 1000);
    Ok(Notice {
        id: NoticeId(app.0.clock.new_id()),
        organisation: event.organisation,
        seq: event.seq,
        person: told.person,
        document,
        task: told.task,
        kind: told.kind,
        code: told.code,
        urgency: told.urgency,
        on_behalf_of: told.on_behalf_of,
        due_at: told.due_at,
        at: at.map_err(|error| OpError::Internal(error.to_string()))?,
        seen_at: None,
        digest: None,
        withdrawn_by: None,
    })
}

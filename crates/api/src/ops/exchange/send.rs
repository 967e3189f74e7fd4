//! An issued paper arrives at other agencies: a paper of their own with its fields and files, which
//! waits for their clerks at once (QĐ 28/2018/QĐ-TTg Điều 8, 10).

use std::collections::BTreeMap;

use serde_json::json;
use storage::Transaction;
use storage::documents::{Document, File, NewDocument};
use workflow::access::{Audience, Caller, Principal, Role, grants_at_capture};
use workflow::audit::NewEvent;
use workflow::documents::{Direction, Fields};
use workflow::exchange::Consignment;
use workflow::work::Staff;
use workflow::work::incoming;
use workflow::work::outgoing::{Draft, Paper};
use workflow::work::routes::StepKind;
use workflow::{ConsignmentId, DocumentId, FileId, OrganisationId, Refusal};

use super::{ask, outside, paper_of};
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::documents::{enqueue_reading, priority_of};
use crate::ops::work::{payload, save};

/// What every receiver gets.
struct Parcel {
    sent: DocumentId,
    from: OrganisationId,
    fields: Fields,
    files: Vec<File>,
    /// The consignments whose papers it answers.
    answers: Vec<Consignment>,
}

/// Sends a paper to agencies, in the transaction that dispatches it. In the order of their ids, so
/// that two transactions which send to the same ones never wait for each other in a circle.
pub(super) async fn send(
    app: &App,
    tx: &mut Transaction,
    caller: &Caller,
    paper: &Paper,
    mut to: Vec<OrganisationId>,
) -> Result<()> {
    if to.is_empty() {
        return Ok(());
    }
    to.sort_unstable();
    let parcel = pack(tx, paper).await?;
    for agency in to {
        deliver(app, tx, caller, &parcel, agency).await?;
    }
    Ok(())
}

async fn pack(tx: &Transaction, paper: &Paper) -> Result<Parcel> {
    let sent = paper.case.document;
    let document = paper_of(tx, sent).await?;
    let agency = storage::organisations::get(tx, document.organisation).await?;
    let signer = match document.fields.signer.clone() {
        Some(signer) => Some(signer),
        None => approver_of(tx, &paper.draft).await?,
    };
    let fields = Fields {
        issuer: Some(agency.name),
        direction: Some(Direction::Incoming),
        register: None,
        signer,
        ..document.fields
    };
    let files = storage::documents::list_files(tx, &[sent]).await?;
    let (_, answered) = storage::work::list_answers(tx, sent).await?;
    let mut answers = Vec::new();
    for answered in answered {
        answers.extend(storage::exchange::find_by_received(tx, answered).await?);
    }
    Ok(Parcel {
        sent,
        from: document.organisation,
        fields: fields.checked().map_err(OpError::Invalid)?,
        files: issued(&paper.draft, files),
        answers,
    })
}

/// The one entitled to sign, where the fields name nobody.
async fn approver_of(tx: &Transaction, draft: &Draft) -> Result<Option<String>> {
    let mut standing = draft.standing();
    let last = standing.find(|approval| approval.step == StepKind::Final);
    let people: Vec<_> = last.map(|approval| approval.by).into_iter().collect();
    let people = storage::organisations::list_people_by_ids(tx, &people).await?;
    Ok(people.into_iter().next().map(|person| person.name))
}

/// The files of the issued version in its order, the one with number and date in the place of the one
/// it was made from, and behind them what is inside of them.
fn issued(draft: &Draft, files: Vec<File>) -> Vec<File> {
    let release = draft.release.as_ref();
    let made = release.and_then(|one| Some((one.original.file, one.stamp.copy()?.file)));
    let goes_out = |file: FileId| match made {
        Some((original, copy)) if original == file => copy,
        _ => file,
    };
    let kept: Vec<_> = draft.files.iter().map(|kept| goes_out(kept.file)).collect();
    let place = |file: &File| kept.iter().position(|kept| *kept == file.id);
    let (mut issued, others): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| place(file).is_some());
    issued.sort_by_key(|file| place(file));
    // A file is found inside of one that was there before it.
    for inner in others {
        if issued
            .iter()
            .any(|file| inner.contained_in == Some(file.id))
        {
            issued.push(inner);
        }
    }
    issued
}

async fn deliver(
    app: &App,
    tx: &mut Transaction,
    caller: &Caller,
    parcel: &Parcel,
    to: OrganisationId,
) -> Result<()> {
    let received = DocumentId(app.0.clock.new_id());
    let document = keep_copy(app, tx, parcel, (received, to)).await?;
    let direction = Direction::Incoming;
    let case = storage::work::lock_other_end(tx, received, to, direction).await?;
    let (staff, changes) = ask(app, tx, to, |context| incoming::arrive(&case, context)).await?;
    require_somebody(tx, &staff, to).await?;
    let consignment = Consignment {
        id: ConsignmentId(app.0.clock.new_id()),
        from: parcel.from,
        sent: parcel.sent,
        to,
        received,
        sent_at: tx.now(),
        sent_by: caller.person,
        history: Vec::new(),
    };
    storage::exchange::insert(tx, &consignment).await?;
    let standing = outside(caller.person);
    save(app, tx, (&document, &case), standing, &changes).await?;
    let mut facts = payload(&case, standing, &changes);
    let hashes = parcel.files.iter().map(|file| hex::encode(file.blob.0));
    facts["consignment"] = json!(consignment.id);
    facts["from"] = json!(parcel.from);
    facts["sha256"] = hashes.collect();
    let event = NewEvent {
        actor: None,
        kind: incoming::Verb::Receive.event(),
        subject: received.to_string(),
        payload: facts,
    };
    tx.record(to, event);
    // Where the receiver once wrote to the sender, its own paper has its answer now.
    let mut answers = parcel.answers.iter();
    if let Some(asked) = answers.find(|asked| asked.from == to) {
        storage::outgoing::link_answer(tx, asked.sent, received).await?;
    }
    Ok(())
}

/// The paper of the receiver: open to those who keep its papers, read as far as the sender's.
async fn keep_copy(
    app: &App,
    tx: &Transaction,
    parcel: &Parcel,
    (id, organisation): (DocumentId, OrganisationId),
) -> Result<Document> {
    let new = NewDocument {
        id,
        organisation,
        unit: None,
        fields: parcel.fields.clone(),
        captured_by: None,
    };
    storage::documents::insert(tx, new).await?;
    let custody = grants_at_capture(organisation, None, Audience::Office);
    storage::grants::give(tx, id, &custody).await?;
    let mut copies = BTreeMap::new();
    for file in &parcel.files {
        let copy = FileId(app.0.clock.new_id());
        let inside = file
            .contained_in
            .and_then(|file| copies.get(&file).copied());
        storage::documents::copy_file(tx, file, (copy, id), inside).await?;
        if file.state == workflow::documents::ReadingState::Waiting {
            let priority = priority_of(parcel.fields.urgency);
            enqueue_reading(app, tx, organisation, copy, priority).await?;
        }
        copies.insert(file.id, copy);
    }
    paper_of(tx, id).await
}

/// An agency where nobody would register the paper does not receive it.
async fn require_somebody(tx: &Transaction, staff: &Staff, to: OrganisationId) -> Result<()> {
    let registers = [Role::Clerk, Role::ChiefOfOffice];
    let mut registers = registers.map(|role| Principal::Role(to, role)).into_iter();
    if registers.any(|principal| staff.has_somebody(principal)) {
        return Ok(());
    }
    let agency = storage::organisations::get(tx, to).await?;
    let refusal = Refusal::new("exchange.nobody_receives").with("agency", agency.name);
    Err(OpError::Refused(refusal))
}

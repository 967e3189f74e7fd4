//! `/drafts`: outgoing papers with their versions, their route and their approvals.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use storage::documents::File;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use workflow::documents::{ReadingState, Urgency};
use workflow::work::Phase;
use workflow::work::outgoing::{Approval, Place, Recipient, Release, Run, Stamp};
use workflow::work::routes::StepKind;
use workflow::{DocumentId, PersonId, UnitId};

use super::State;
use super::caller::Signed;
use super::exchange::ConsignmentView;
use super::input::{Ids, Params, Sent};
use super::organisations::Made;
use super::problem::{Problem, sentence_of_code};
use super::work::WorkAction;
use crate::error::Result;
use crate::ops::outgoing::{self, ComparedFile, NewDraft, Paragraph, Shown};

/// A draft to be begun.
#[derive(Deserialize, ToSchema)]
pub struct DraftWish {
    subject: Option<String>,
    /// Code of its kind.
    kind: Option<String>,
    #[serde(default)]
    #[schema(value_type = String)]
    urgency: Urgency,
    /// The unit it is drafted in; that of the first post when it is missing.
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// The incoming paper it answers.
    #[schema(value_type = Option<String>)]
    answers: Option<DocumentId>,
}

/// Begin a draft; files are uploaded to it, then made a version.
#[utoipa::path(post, path = "/drafts", tag = "outgoing", request_body = DraftWish,
    responses((status = 201, body = Made), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn begin_draft(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<DraftWish>,
) -> Result<(StatusCode, Json<Made>)> {
    let once = sent.once(signed.caller().person);
    let wish = sent.body;
    let new = NewDraft {
        subject: wish.subject,
        kind: wish.kind,
        urgency: wish.urgency,
        unit: wish.unit,
        answers: wish.answers,
    };
    let id = outgoing::draft(&state.app, signed.caller(), new, once.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.to_string() })))
}

/// A file of a version.
#[derive(Serialize, ToSchema)]
pub struct DraftFileView {
    id: String,
    name: String,
    sha256: String,
    #[schema(value_type = String)]
    state: ReadingState,
}

impl From<&File> for DraftFileView {
    fn from(file: &File) -> Self {
        DraftFileView {
            id: file.id.to_string(),
            name: file.name.clone(),
            sha256: hex::encode(file.blob.0),
            state: file.state,
        }
    }
}

/// A version of a draft.
#[derive(Serialize, ToSchema)]
pub struct VersionView {
    version: u32,
    #[serde(with = "time::serde::rfc3339")]
    made_at: OffsetDateTime,
    made_by: Option<String>,
    /// The remark that says what changed.
    remark: Option<String>,
    files: Vec<DraftFileView>,
}

/// The route a paper was last submitted on.
#[derive(Serialize, ToSchema)]
pub struct RunView {
    route: String,
    version: u32,
    name: String,
    /// Names of the stages, in order.
    stages: Vec<String>,
    /// The people named at submission, stage by stage.
    named: Vec<Vec<String>>,
    /// `with_drafter`, `at_stage` or `approved`.
    place: &'static str,
    /// The stage it is at, from 0.
    stage: Option<u16>,
}

impl RunView {
    fn new(run: &Run, name: impl Fn(PersonId) -> Option<String>) -> RunView {
        let (place, stage) = match run.place {
            Place::WithDrafter => ("with_drafter", None),
            Place::At(stage) => ("at_stage", Some(stage)),
            Place::Approved => ("approved", None),
        };
        let definition = &run.route.definition;
        let stages = definition.stages.iter().map(|stage| stage.name.clone());
        let named = definition.stages.iter().map(|stage| {
            let chosen = stage
                .steps
                .iter()
                .filter_map(|step| run.chosen.get(&step.key));
            chosen.filter_map(|person| name(*person)).collect()
        });
        RunView {
            named: named.collect(),
            route: run.route.route.to_string(),
            version: run.route.version,
            name: definition.name.clone(),
            stages: stages.collect(),
            place,
            stage,
        }
    }
}

/// Who stood for exactly which files.
#[derive(Serialize, ToSchema)]
pub struct ApprovalView {
    task: String,
    #[schema(value_type = String)]
    step: StepKind,
    stage: u16,
    version: u32,
    /// SHA-256 of each file approved.
    sha256: Vec<String>,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    by: Option<String>,
    on_behalf_of: Option<String>,
    /// When it became void: the draft changed or went back.
    #[serde(with = "time::serde::rfc3339::option")]
    voided_at: Option<OffsetDateTime>,
}

/// The file with which a paper goes out.
#[derive(Serialize, ToSchema)]
pub struct ReleaseView {
    /// `waiting stamped by_hand as_approved unstamped failed`.
    state: &'static str,
    /// Code of what stood in the way.
    trouble: Option<String>,
    /// The sentence of that code.
    reason: Option<String>,
    /// The file that goes out.
    file: String,
    sha256: String,
    /// The approved file that it was made from.
    approved: String,
    approved_sha256: String,
    /// Whether it can be issued as far as its file is concerned.
    is_settled: bool,
}

impl From<&Release> for ReleaseView {
    fn from(release: &Release) -> Self {
        let trouble = match &release.stamp {
            Stamp::Failed(code) => Some(code.clone()),
            _ => None,
        };
        let goes_out = release.stamp.copy().unwrap_or(&release.original);
        ReleaseView {
            state: release.stamp.code(),
            reason: trouble.as_deref().map(sentence_of_code),
            trouble,
            file: goes_out.file.to_string(),
            sha256: goes_out.sha256.clone(),
            approved: release.original.file.to_string(),
            approved_sha256: release.original.sha256.clone(),
            is_settled: release.stamp.is_settled(),
        }
    }
}

/// One sending of an issued paper.
#[derive(Serialize, ToSchema)]
pub struct SentView {
    #[schema(value_type = Object)]
    to: Recipient,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    by: Option<String>,
}

/// A paper that replaces or corrects an issued one.
#[derive(Serialize, ToSchema)]
pub struct MendedView {
    document: String,
    /// Whether it takes the place of the paper; else it corrects it.
    replaces: bool,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
}

/// An outgoing paper beyond its tasks.
#[derive(Serialize, ToSchema)]
pub struct DraftView {
    id: String,
    /// `drafting in_approval to_number to_dispatch finished recalled abandoned`.
    #[schema(value_type = Option<String>)]
    phase: Option<Phase>,
    drafter: Option<String>,
    /// The unit it is drafted in.
    unit: Option<String>,
    /// The present version; 0 before there is one.
    version: u32,
    versions: Vec<VersionView>,
    run: Option<RunView>,
    /// Oldest first, those void included.
    approvals: Vec<ApprovalView>,
    #[serde(with = "time::serde::rfc3339::option")]
    numbered_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    issued_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    recalled_at: Option<OffsetDateTime>,
    /// The file with which it goes out, once it is approved and numbered.
    release: Option<ReleaseView>,
    /// Its files that were ever to go out with number and date: no drafts.
    copies: Vec<String>,
    sent: Vec<SentView>,
    /// What became of it at other agencies, oldest first.
    consignments: Vec<ConsignmentView>,
    mended: Vec<MendedView>,
    actions: Vec<WorkAction>,
}

impl From<Shown> for DraftView {
    fn from(shown: Shown) -> Self {
        let name = |id: PersonId| {
            let person = shown.people.iter().find(|person| person.id == id)?;
            Some(person.name.clone())
        };
        let (case, draft) = (&shown.paper.case, &shown.paper.draft);
        let versions = shown.versions.iter().map(|(version, files)| VersionView {
            version: version.version,
            made_at: version.made_at,
            made_by: name(version.made_by),
            remark: version.remark.map(|id| id.to_string()),
            files: files.iter().map(DraftFileView::from).collect(),
        });
        let approval = |approval: &Approval| ApprovalView {
            task: approval.task.to_string(),
            step: approval.step,
            stage: approval.stage,
            version: approval.version,
            sha256: approval
                .files
                .iter()
                .map(|file| file.sha256.clone())
                .collect(),
            at: approval.at,
            by: name(approval.by),
            on_behalf_of: approval.on_behalf_of.and_then(name),
            voided_at: approval.voided_at,
        };
        let sent = shown.sent.iter().map(|sent| SentView {
            to: sent.to.clone(),
            at: sent.at,
            by: name(sent.by),
        });
        let mended = shown.mended.iter().map(|mended| MendedView {
            document: mended.other.to_string(),
            replaces: mended.replaces,
            at: mended.at,
        });
        let consignments = shown.consignments.into_iter();
        DraftView {
            consignments: consignments.map(ConsignmentView::from).collect(),
            id: case.document.to_string(),
            phase: case.phase(),
            drafter: name(draft.drafter),
            unit: draft.unit.map(|unit| unit.to_string()),
            version: draft.version,
            versions: versions.collect(),
            run: draft.run.as_ref().map(|run| RunView::new(run, name)),
            approvals: draft.approvals.iter().map(approval).collect(),
            numbered_at: draft.numbered_at,
            issued_at: draft.issued_at,
            recalled_at: draft.recalled_at,
            copies: shown.copies.iter().map(ToString::to_string).collect(),
            release: draft.release.as_ref().map(ReleaseView::from),
            sent: sent.collect(),
            mended: mended.collect(),
            actions: shown.actions.into_iter().map(WorkAction::from).collect(),
        }
    }
}

/// An outgoing paper with what the caller may do now.
#[utoipa::path(get, path = "/drafts/{id}", tag = "outgoing", params(("id" = String, Path)),
    responses((status = 200, body = DraftView), (status = 404, body = Problem)))]
pub async fn show_draft(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
) -> Result<Json<DraftView>> {
    let shown = outgoing::show(&state.app, signed.caller(), id).await?;
    Ok(Json(shown.into()))
}

/// Which versions.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompareParams {
    /// The older one.
    from: u32,
    /// The newer one.
    to: u32,
}

/// The difference between two files in the same place of their versions.
#[derive(Serialize, ToSchema)]
pub struct ComparedView {
    /// The file of the older version; null where it is new.
    before: Option<DraftFileView>,
    /// The file of the newer version; null where it is gone.
    after: Option<DraftFileView>,
    paragraphs: Vec<Paragraph>,
}

impl From<ComparedFile> for ComparedView {
    fn from(compared: ComparedFile) -> Self {
        ComparedView {
            before: compared.before.as_ref().map(DraftFileView::from),
            after: compared.after.as_ref().map(DraftFileView::from),
            paragraphs: compared.paragraphs,
        }
    }
}

/// What differs between two versions.
#[derive(Serialize, ToSchema)]
pub struct ComparisonView {
    files: Vec<ComparedView>,
}

/// What differs between two versions, paragraph by paragraph, word by word.
#[utoipa::path(get, path = "/drafts/{id}/comparison", tag = "outgoing",
    params(("id" = String, Path), CompareParams),
    responses((status = 200, body = ComparisonView), (status = 404, body = Problem)))]
pub async fn compare_versions(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
    Params(params): Params<CompareParams>,
) -> Result<Json<ComparisonView>> {
    let versions = (params.from, params.to);
    let compared = outgoing::compare(&state.app, signed.caller(), id, versions).await?;
    let files = compared.files.into_iter().map(ComparedView::from).collect();
    Ok(Json(ComparisonView { files }))
}

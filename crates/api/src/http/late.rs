//! `/late`: what is late, as far as the caller oversees it.

use axum::Json;
use axum::extract::State as Shared;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use workflow::access::Principal;
use workflow::work::late::Delay;
use workflow::{TaskId, UnitId};

use super::State;
use super::caller::Signed;
use super::documents::DocumentSummary;
use super::identity::{Items, UnitRef};
use super::input::Params;
use super::problem::Problem;
use super::work::{PartyView, TaskView};
use crate::error::{OpError, Result};
use crate::ops::work::{Home, LateTask, LateWish, late_groups, late_list};

/// Which part of what is late.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LateParams {
    /// Id of a unit, or `none` for what counts for no unit.
    unit: Option<String>,
    /// The `key` of a group: for whom it waits.
    assignee: Option<String>,
    /// Only what was told to the caller as somebody above.
    #[serde(default)]
    escalated: bool,
    /// Where the last page ended (`next`).
    #[param(value_type = Option<String>)]
    after: Option<TaskId>,
    /// Tasks wanted, at most 100.
    limit: Option<u64>,
}

impl LateParams {
    /// The wish; a unit or somebody that cannot be is not there.
    fn wish(&self) -> Result<LateWish> {
        let home = |text: &String| match text.as_str() {
            "none" => Ok(Home::Agency),
            id => id.parse().map(Home::Unit).map_err(|_| OpError::NotFound),
        };
        let assignee = |key: &String| key.parse::<Principal>().map_err(|_| OpError::NotFound);
        Ok(LateWish {
            home: self.unit.as_ref().map(home).transpose()?,
            assignee: self.assignee.as_ref().map(assignee).transpose()?,
            escalated: self.escalated,
        })
    }
}

/// How much is late with whom.
#[derive(Serialize, ToSchema)]
pub struct LateGroupView {
    /// Give it as `assignee` for the tasks behind the figure.
    key: String,
    assignee: PartyView,
    /// The unit it counts for.
    unit: Option<UnitRef>,
    tasks: u64,
    /// The date of the longest late.
    #[serde(with = "time::serde::rfc3339")]
    oldest_due_at: OffsetDateTime,
}

/// How much is late with whom, the longest late first.
#[utoipa::path(get, path = "/late/groups", tag = "work", params(LateParams),
    responses((status = 200, body = Items<LateGroupView>), (status = 401, body = Problem)))]
pub async fn list_late_groups(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<LateParams>,
) -> Result<Json<Items<LateGroupView>>> {
    let found = late_groups(&state.app, signed.caller(), params.wish()?).await?;
    let unit = |id: UnitId| {
        let unit = found.units.iter().find(|unit| unit.id == id)?;
        Some(UnitRef {
            id: id.to_string(),
            name: unit.name.clone(),
        })
    };
    let items = found.rows.iter().map(|(group, home)| LateGroupView {
        key: group.assignee.to_string(),
        assignee: PartyView::new(group.assignee, &found.names),
        unit: home.and_then(unit),
        tasks: group.tasks,
        oldest_due_at: group.oldest,
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}

/// A late task with its paper.
#[derive(Serialize, ToSchema)]
pub struct LateItem {
    task: TaskView,
    document: DocumentSummary,
    /// The instruction it was given with.
    words: Option<String>,
    /// The unit it counts for.
    unit: Option<UnitRef>,
    /// Why: `not_accepted extension_asked waits_confirmation waits_opinion part_open part_returned
    /// extension_refused no_progress in_progress`.
    #[schema(value_type = String)]
    delay: Delay,
    /// Working days since its date.
    working_days_late: u32,
    /// Who above was told: `head`, `chief_of_office`, `leader`.
    escalated_to: Vec<&'static str>,
}

/// A part of what is late.
#[derive(Serialize, ToSchema)]
pub struct LatePage {
    items: Vec<LateItem>,
    /// Give it as `after` for the next part; null at the end.
    next: Option<String>,
}

/// Late tasks, the longest late first: of the agency for leaders, the chief of office and the
/// clerks, of their units for heads, of one's own for others.
#[utoipa::path(get, path = "/late", tag = "work", params(LateParams),
    responses((status = 200, body = LatePage), (status = 401, body = Problem)))]
pub async fn list_late(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<LateParams>,
) -> Result<Json<LatePage>> {
    let window = (params.after, params.limit.unwrap_or(50));
    let found = late_list(&state.app, signed.caller(), params.wish()?, window).await?;
    let unit = |id: UnitId| {
        let unit = found.units.iter().find(|unit| unit.id == id)?;
        Some(UnitRef {
            id: id.to_string(),
            name: unit.name.clone(),
        })
    };
    let item = |late: LateTask| LateItem {
        task: TaskView::new(&late.entry.task, &found.names),
        document: DocumentSummary::among(late.document, &found.files, &found.units),
        words: late.entry.words,
        unit: late.unit.and_then(unit),
        delay: late.delay,
        working_days_late: late.working_days,
        escalated_to: late.escalated.iter().map(|level| level.code()).collect(),
    };
    Ok(Json(LatePage {
        items: found.items.into_iter().map(item).collect(),
        next: found.next.map(|id| id.to_string()),
    }))
}

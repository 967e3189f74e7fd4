//! `/documents/{id}/suggestions`: what was read for the fields of a paper, and where.

use axum::Json;
use axum::extract::State as Shared;
use serde::{Deserialize, Serialize};
use storage::documents::Suggestion;
use utoipa::ToSchema;
use workflow::{DocumentId, RegisterId};

use super::State;
use super::caller::Signed;
use super::input::Ids;
use super::problem::Problem;
use crate::error::{OpError, Result};
use crate::ops::reading::{self, Reference};

/// A rectangle in points from the top left of the page as it is shown.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct RectangleView {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

/// A value that was read for a field.
#[derive(Serialize, ToSchema)]
pub struct SuggestionView {
    /// Such as `issuer`.
    field: String,
    /// Dates as yyyy-MM-dd, kind and urgency by their codes.
    value: String,
    /// Percent of such suggestions that are right.
    confidence: i16,
    /// The file it was read in.
    file: String,
    /// The page, from 1.
    page: i32,
    /// Where it stands, a rectangle for each line.
    places: Vec<RectangleView>,
}

/// A paper that is referred to.
#[derive(Serialize, ToSchema)]
pub struct ReferenceView {
    /// Số, ký hiệu as read.
    code: String,
    /// Papers of the office that bear it.
    papers: Vec<ReferencedPaper>,
}

/// A paper of the office that bears a number and symbol that was read.
#[derive(Serialize, ToSchema)]
pub struct ReferencedPaper {
    id: String,
    subject: Option<String>,
    issuer: Option<String>,
    issued_on: Option<time::Date>,
}

/// What is suggested for a paper.
#[derive(Serialize, ToSchema)]
pub struct SuggestionsView {
    items: Vec<SuggestionView>,
    references: Vec<ReferenceView>,
    /// The register that the separator sheet before the paper names.
    #[schema(value_type = Option<String>)]
    register: Option<RegisterId>,
}

impl SuggestionView {
    fn new(one: Suggestion) -> Result<Self> {
        let places = serde_json::from_str(&one.places)
            .map_err(|error| OpError::Internal(error.to_string()))?;
        Ok(SuggestionView {
            field: one.field,
            value: one.value,
            confidence: one.confidence,
            file: one.file.to_string(),
            page: one.page,
            places,
        })
    }
}

impl From<Reference> for ReferenceView {
    fn from(reference: Reference) -> Self {
        let papers = reference.papers.into_iter().map(|paper| ReferencedPaper {
            id: paper.id.to_string(),
            subject: paper.fields.subject,
            issuer: paper.fields.issuer,
            issued_on: paper.fields.issued_on,
        });
        ReferenceView {
            code: reference.code,
            papers: papers.collect(),
        }
    }
}

/// What was read for the fields of a paper, and where.
#[utoipa::path(get, path = "/documents/{id}/suggestions", tag = "documents", params(("id" = String, Path)),
    responses((status = 200, body = SuggestionsView), (status = 404, body = Problem)))]
pub async fn list_suggestions(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
) -> Result<Json<SuggestionsView>> {
    let found = reading::suggestions(&state.app, signed.caller(), id).await?;
    let items = found.suggestions.into_iter().map(SuggestionView::new);
    Ok(Json(SuggestionsView {
        items: items.collect::<Result<_>>()?,
        references: found.references.into_iter().map(Into::into).collect(),
        register: found.register,
    }))
}

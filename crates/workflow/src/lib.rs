//! The meaning of the office: pure types and rules of Congvan.
//!
//! Nothing here reads a clock, a disk, a network or a random number; `now` and ids come in as
//! parameters. Every other crate of the house leans on this one and it leans on none of them.

pub mod access;
pub mod audit;
pub mod batches;
pub mod calendar;
pub mod delegation;
pub mod documents;
pub mod exchange;
pub mod identity;
pub mod ids;
pub mod ink;
pub mod jobs;
pub mod notices;
pub mod organisations;
pub mod quality;
pub mod refusal;
pub mod registers;
pub mod widening;
pub mod work;

pub use ids::{
    ApiTokenId, BatchId, ConsignmentId, DelegationId, DeliveryId, DocumentId, FileId, JobId,
    NoticeId, OrganisationId, PasskeyId, PersonId, PositionId, RegisterId, RemarkId, RouteId,
    SampleId, SavedSearchId, ScanId, SessionId, SubscriptionId, TaskId, TemplateId, UnitId,
    UploadId, WideningId,
};
pub use refusal::Refusal;

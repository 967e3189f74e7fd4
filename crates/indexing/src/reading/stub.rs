//! stub
#![allow(missing_docs)]
use super::*;
use serde::{Deserialize, Serialize};
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldName {
    Superior,
    Issuer,
    Code,
    Place,
    IssuedOn,
    Kind,
    Subject,
    Urgency,
    Addressees,
    SignerPrefix,
    SignerPost,
    Signer,
    PageCount,
    Due,
    References,
}
impl FieldName {
    pub fn code(self) -> &'static str {
        match self {
            Self::Superior => "superior",
            Self::Issuer => "issuer",
            Self::Code => "code",
            Self::Place => "place",
            Self::IssuedOn => "issued_on",
            Self::Kind => "kind",
            Self::Subject => "subject",
            Self::Urgency => "urgency",
            Self::Addressees => "addressees",
            Self::SignerPrefix => "signer_prefix",
            Self::SignerPost => "signer_post",
            Self::Signer => "signer",
            Self::PageCount => "page_count",
            Self::Due => "due",
            Self::References => "references",
        }
    }
    pub fn from_code(c: &str) -> Option<Self> {
        [
            Self::Superior,
            Self::Issuer,
            Self::Code,
            Self::Place,
            Self::IssuedOn,
            Self::Kind,
            Self::Subject,
            Self::Urgency,
            Self::Addressees,
            Self::SignerPrefix,
            Self::SignerPost,
            Self::Signer,
            Self::PageCount,
            Self::Due,
            Self::References,
        ]
        .into_iter()
        .find(|f| f.code() == c)
    }
}
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub field: FieldName,
    pub value: String,
    pub confidence: u8,
    pub page: u32,
    pub places: Vec<Place>,
}
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub agencies: Vec<String>,
    pub learnt: Vec<Learnt>,
}
#[derive(Debug, Clone)]
pub struct Learnt {
    pub issuer: String,
    pub field: FieldName,
    pub read: String,
    pub settled: String,
    pub times: u32,
}
pub fn suggest(pages: &[Page], _: &Known) -> Vec<Suggestion> {
    let f = super::fields::suggest(pages);
    let mut v = Vec::new();
    let mut p = |field, o: Option<String>| {
        if let Some(value) = o {
            v.push(Suggestion {
                field,
                value,
                confidence: 80,
                page: 1,
                places: vec![],
            })
        }
    };
    p(FieldName::Issuer, f.issuer);
    p(FieldName::Code, f.code);
    p(FieldName::Kind, f.kind);
    p(FieldName::Subject, f.subject);
    p(FieldName::Signer, f.signer);
    p(FieldName::IssuedOn, f.issued_on.map(|d| d.to_string()));
    p(FieldName::Urgency, Some(f.urgency.code().to_owned()));
    v
}
impl Reader {
    pub async fn recognise(&self, _: &std::path::Path, _: u32) -> Result<Recognised, Trouble> {
        Err(Trouble::new("reading.recogniser_missing"))
    }
}

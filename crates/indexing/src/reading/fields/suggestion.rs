//! What is suggested for a field of a paper, and what the agency knows already that helps to suggest.

use serde::{Deserialize, Serialize};

use crate::reading::text::lines::Place;

/// A field that a paper tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// Cơ quan chủ quản: a name.
    Superior,
    /// Cơ quan ban hành: a name.
    Issuer,
    /// Số, ký hiệu, such as `15/QĐ-UBND`.
    Code,
    /// Địa danh.
    Place,
    /// Ngày ban hành: `2026-01-05`.
    IssuedOn,
    /// Loại: the code of [`workflow::documents::KINDS`].
    Kind,
    /// Trích yếu without «V/v».
    Subject,
    /// Độ khẩn: the code of [`workflow::documents::Urgency`].
    Urgency,
    /// Kính gửi, then Nơi nhận: one suggestion each.
    Addressees,
    /// Quyền hạn of the signer: `KT.`, `TM.`, `TL.`, `TUQ.` or `Q.`.
    SignerPrefix,
    /// Chức vụ of the signer.
    SignerPost,
    /// Người ký: a name without rank or degree.
    Signer,
    /// Số trang.
    PageCount,
    /// Deadline in the text: a day, `2026-09-30`, or a term from the receipt of the paper: `5wd`
    /// working days, `10d` days, `2m` months.
    Due,
    /// A paper referred to: its code, then after a blank its day where one is told. One suggestion each.
    References,
}

impl FieldName {
    const ALL: [FieldName; 15] = [
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
    ];

    /// The code kept in the database and in JSON.
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

    /// The field of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }
}

/// A value for a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Which field.
    pub field: FieldName,
    /// The value in the form told at [`FieldName`].
    pub value: String,
    /// Percent of such suggestions that are right.
    pub confidence: u8,
    /// The page on which it was read.
    pub page: u32,
    /// A box for each of its lines, in points of that page; none where the format has no places.
    pub places: Vec<Place>,
}

/// What the agency knows already.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// Names of agencies as registers write them.
    pub agencies: Vec<String>,
    /// What clerks made of earlier suggestions.
    pub learnt: Vec<Learnt>,
}

/// How often clerks settled a value where another, or the same, was suggested.
#[derive(Debug, Clone, PartialEq)]
pub struct Learnt {
    /// The issuer that was suggested; compared without marks and letter case.
    pub issuer: String,
    /// The field.
    pub field: FieldName,
    /// What was suggested.
    pub read: String,
    /// What the clerk settled.
    pub settled: String,
    /// How often.
    pub times: u32,
}

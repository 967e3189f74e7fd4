//! The quality of a digitisation (chất lượng số hóa): which papers are looked at first, when a value is the
//! same as another, how large a sample is, what an error rate found in it says about the rest, and how long
//! the work will take.
//!
//! Everything here counts; nothing changes a paper. What a sample shows to be wrong is mended by a clerk's
//! ordinary correction.

mod compare;
mod forecast;
mod judging;
mod reading;
mod sample;
pub mod shelf;
#[cfg(test)]
mod tests;

pub use compare::{normal, same};
pub use forecast::{Forecast, Pace, Plan, forecast};
pub use judging::{Judgement, is_third, judged_value, keyed_text};
pub use reading::{SURE_FROM, Sureness, Verdict, sureness, verdicts};
pub use sample::{Certainty, Interval, MARGINS, draw, sample_size, wilson};

use serde::{Deserialize, Serialize};
use time::macros::format_description;

use crate::Refusal;
use crate::access::{Caller, Role};
use crate::documents::Fields;

/// A field that a paper cannot be entered without: the columns of the register of incoming papers that
/// come off the paper itself (NĐ 30/2020 Phụ lục IV).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Số, ký hiệu.
    Code,
    /// Ngày, tháng, năm ban hành.
    IssuedOn,
    /// Tác giả.
    Issuer,
    /// Tên loại.
    Kind,
    /// Trích yếu.
    Subject,
}

impl Field {
    /// Every field, as the register has them.
    pub const ALL: [Field; 5] = [
        Field::Code,
        Field::IssuedOn,
        Field::Issuer,
        Field::Kind,
        Field::Subject,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Field::Code => "code",
            Field::IssuedOn => "issued_on",
            Field::Issuer => "issuer",
            Field::Kind => "kind",
            Field::Subject => "subject",
        }
    }

    /// The field of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.code() == code)
    }

    /// The value of the field, a day as yyyy-MM-dd.
    pub fn of(self, fields: &Fields) -> Option<String> {
        match self {
            Field::Code => fields.code.clone(),
            Field::IssuedOn => {
                let day = format_description!("[year]-[month]-[day]");
                fields.issued_on.and_then(|date| date.format(day).ok())
            }
            Field::Issuer => fields.issuer.clone(),
            Field::Kind => fields.kind.clone(),
            Field::Subject => fields.subject.clone(),
        }
    }
}

/// Refuses whoever may not see which papers want looking at: văn thư, chánh văn phòng and lưu trữ may.
pub fn may_look(caller: &Caller) -> Result<(), Refusal> {
    caller.require_role(&[Role::Clerk, Role::ChiefOfOffice, Role::Archivist])
}

/// Refuses whoever may not see rates: those answer for the work of others.
pub fn may_inspect(caller: &Caller) -> Result<(), Refusal> {
    caller.require_role(&[Role::ChiefOfOffice, Role::Archivist])
}

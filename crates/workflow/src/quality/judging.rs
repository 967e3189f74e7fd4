//! Who may key a paper of a sample, and who says which of two values is right.

use serde::{Deserialize, Serialize};

use super::Field;
use crate::documents::{SUBJECT_MAX_CHARS, tidy};
use crate::{PersonId, Refusal};

/// Which of two values is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// The one that is registered: whoever keyed it slipped.
    Registered,
    /// The one that was keyed: the register is wrong.
    Keyed,
    /// Neither: the register is wrong, and so was the keying.
    Third,
}

impl Judgement {
    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Judgement::Registered => "registered",
            Judgement::Keyed => "keyed",
            Judgement::Third => "third",
        }
    }
}

/// Refuses a judgement by somebody who wrote one of the two values.
pub fn is_third(
    judge: PersonId,
    operator: PersonId,
    keyer: Option<PersonId>,
) -> Result<(), Refusal> {
    if judge == operator || Some(judge) == keyer {
        return Err(Refusal::new("quality.not_third"));
    }
    Ok(())
}

/// The value that is kept with a judgement: a third one has to say what is right, which may be that the
/// paper says nothing, and may be none of the two.
pub fn judged_value(
    field: Field,
    judgement: Judgement,
    value: Option<&str>,
    (registered, keyed): (Option<&str>, Option<&str>),
) -> Result<Option<String>, Refusal> {
    if judgement != Judgement::Third {
        return Ok(None);
    }
    let value = keyed_text(value)?;
    let is_either = [registered, keyed]
        .into_iter()
        .any(|other| super::same(field, other, value.as_deref()));
    if is_either {
        return Err(Refusal::new("quality.third_same"));
    }
    Ok(value)
}

/// What was keyed as it is kept: one line of visible text; none for nothing.
pub fn keyed_text(value: Option<&str>) -> Result<Option<String>, Refusal> {
    let value = value.and_then(tidy);
    let length = value.as_ref().map_or(0, |text| text.chars().count());
    if length > SUBJECT_MAX_CHARS {
        return Err(Refusal::new("quality.value_long").with("max", SUBJECT_MAX_CHARS));
    }
    Ok(value)
}

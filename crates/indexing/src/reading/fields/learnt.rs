//! What clerks settled before: a value that was suggested for the same issuer and settled otherwise more
//! often than not is suggested the way they settled it. Once may be a slip of the hand: then it is unsure. A
//! place that clerks add to an issuer's name holds for papers under that place only: every province has a
//! department of health.

use super::lines::folded;
use super::suggestion::{FieldName, Known, Learnt, Suggestion};

/// Replaces the values that clerks settle otherwise.
pub fn applied(mut suggestions: Vec<Suggestion>, known: &Known) -> Vec<Suggestion> {
    let issuer = suggestions
        .iter()
        .find(|one| one.field == FieldName::Issuer);
    let Some(issuer) = issuer.map(|one| folded(&one.value)) else {
        return suggestions;
    };
    let superior = suggestions
        .iter()
        .find(|one| one.field == FieldName::Superior);
    let superior = superior.map(|one| folded(&one.value));
    for one in &mut suggestions {
        if let Some((settled, confidence)) = settled(one, &issuer, known)
            && !is_elsewhere(one, &settled, superior.as_deref())
        {
            one.value = settled;
            one.confidence = confidence;
        }
    }
    suggestions
}

/// Whether a settled issuer is the one that was read with a place after it that its superior is not of.
fn is_elsewhere(one: &Suggestion, settled: &str, superior: Option<&str>) -> bool {
    const PLACES: [&str; 7] = [
        "TINH ",
        "THANH PHO ",
        "HUYEN ",
        "QUAN ",
        "THI XA ",
        "XA ",
        "PHUONG ",
    ];
    let settled = folded(settled);
    let added = settled.strip_prefix(&folded(&one.value)).map(str::trim);
    let place = added.and_then(|added| PLACES.iter().find_map(|kind| added.strip_prefix(kind)));
    one.field == FieldName::Issuer
        && place
            .zip(superior)
            .is_some_and(|(place, superior)| !superior.contains(place))
}

fn settled(one: &Suggestion, issuer: &str, known: &Known) -> Option<(String, u8)> {
    let read = folded(&one.value);
    let same = |learnt: &&Learnt| {
        learnt.field == one.field
            && folded(&learnt.issuer) == issuer
            && folded(&learnt.read) == read
    };
    let learnt: Vec<&Learnt> = known.learnt.iter().filter(same).collect();
    let all: u32 = learnt.iter().map(|learnt| learnt.times).sum();
    let best = learnt.iter().max_by_key(|learnt| learnt.times)?;
    if best.times * 2 <= all {
        return None;
    }
    // One more right and one more wrong than seen: two times of two are no certainty.
    let share = (best.times + 1) * 100 / (all + 2);
    let confidence = u8::try_from(share.min(99)).unwrap_or(99);
    Some((
        best.settled.clone(),
        confidence.max(if best.settled == one.value {
            one.confidence
        } else {
            0
        }),
    ))
}

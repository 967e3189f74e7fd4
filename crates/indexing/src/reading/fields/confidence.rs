//! From the score of a rule to the share of such values that are right, counted on one half of the
//! labelled papers (`tests/data/labels`, the papers whose checksum begins with a character of odd code); the bench
//! `fields` prints how the other half fares. Scores in between lie on a line between two counted ones.

use super::found::Found;
use super::suggestion::FieldName;

/// Score and percent, from low to high.
type Table = &'static [(u8, u8)];

/// Drawn text: what fails is the rule, not a letter.
const DRAWN: Table = &[(0, 40), (60, 88), (85, 95), (93, 97), (98, 99), (100, 99)];
/// Recognised digits: a pen wrote them where the recogniser doubts.
const DIGITS: Table = &[
    (0, 10),
    (20, 25),
    (48, 45),
    (65, 75),
    (80, 85),
    (89, 93),
    (95, 98),
    (100, 99),
];
/// Recognised lines that stamps, seals and signatures lie over.
const COVERED: Table = &[
    (0, 5),
    (40, 40),
    (50, 58),
    (67, 74),
    (80, 86),
    (89, 90),
    (95, 93),
    (100, 96),
];
/// Recognised words of the form, which few letters decide.
const FORM: Table = &[
    (0, 30),
    (62, 82),
    (80, 92),
    (89, 95),
    (95, 97),
    (98, 98),
    (100, 99),
];

/// The confidence in percent of what was found for a field.
pub fn of(field: FieldName, found: &Found) -> u8 {
    let table = match field {
        _ if !found.recognised => DRAWN,
        FieldName::Code | FieldName::IssuedOn | FieldName::References | FieldName::Due => DIGITS,
        FieldName::Subject | FieldName::Signer | FieldName::SignerPost | FieldName::Addressees => {
            COVERED
        }
        _ => FORM,
    };
    between(table, found.score.min(100))
}

fn between(table: Table, score: u8) -> u8 {
    let upper = table
        .iter()
        .position(|(at, _)| *at >= score)
        .unwrap_or_default();
    let (high, high_share) = table[upper];
    let Some((low, low_share)) = upper.checked_sub(1).map(|at| table[at]) else {
        return high_share;
    };
    let (rise, run) = (u32::from(high_share - low_share), u32::from(high - low));
    let share = u32::from(low_share) + rise * u32::from(score - low) / run.max(1);
    u8::try_from(share).unwrap_or(high_share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_rise_and_scores_lie_between_their_points() {
        for table in [DRAWN, DIGITS, COVERED, FORM] {
            assert!(
                table
                    .windows(2)
                    .all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1)
            );
            let shares: Vec<u8> = (0..=100).map(|score| between(table, score)).collect();
            assert!(shares.is_sorted());
        }
        assert_eq!(between(DIGITS, 80), 85);
        assert_eq!(between(COVERED, 92), 91);
    }
}

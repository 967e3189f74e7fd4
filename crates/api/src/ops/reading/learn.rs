//! What clerks settle where something was suggested is counted per issuer, so that the next paper of that
//! issuer is suggested the way they write it; and whether each suggestion was left as it was is kept per paper.

use storage::Transaction;
use storage::documents::{Document, LearntValue, Suggestion};
use workflow::PersonId;
use workflow::documents::{Fields, name_key};
use workflow::quality::{Verdict, verdicts};

use crate::error::Result;
use crate::ops::App;

/// What a person settled, beside what was suggested.
#[derive(Debug)]
pub(in crate::ops) struct Settled {
    by: PersonId,
    learnt: Vec<LearntValue>,
    verdicts: Vec<Verdict>,
}

impl Settled {
    /// Compares settled fields with the suggestions of the paper. A subject is never the same twice and
    /// a number never either: nothing is learnt from them.
    pub async fn of(
        app: &App,
        by: PersonId,
        document: &Document,
        fields: &Fields,
    ) -> Result<Settled> {
        let rows = storage::documents::list_suggestions(&app.0.db, document.id).await?;
        let read = |field: &str| rows.iter().find(|row| row.field == field);
        let verdicts = verdicts(fields, |field| {
            let row = read(field.code())?;
            Some((row.value.as_str(), percent(row)))
        });
        let Some(issuer) = read("issuer") else {
            let learnt = Vec::new();
            return Ok(Settled {
                by,
                learnt,
                verdicts,
            });
        };
        let issuer_key = name_key(&issuer.value);
        let pairs = [
            ("issuer", fields.issuer.as_ref()),
            ("kind", fields.kind.as_ref()),
            ("signer", fields.signer.as_ref()),
        ];
        let learnt = |(field, settled): (&str, Option<&String>)| {
            let read: &Suggestion = read(field)?;
            Some(LearntValue {
                issuer_key: issuer_key.clone(),
                field: field.to_owned(),
                read: read.value.clone(),
                settled: settled?.clone(),
                times: 1,
            })
        };
        let learnt = pairs.into_iter().filter_map(learnt).collect();
        Ok(Settled {
            by,
            learnt,
            verdicts,
        })
    }
}

/// How sure a suggestion is.
pub(super) fn percent(row: &Suggestion) -> u8 {
    u8::try_from(row.confidence.clamp(0, 100)).unwrap_or_default()
}

/// Counts it, in the transaction that settles the fields.
pub(in crate::ops) async fn learn(
    tx: &Transaction,
    document: &Document,
    settled: &Settled,
) -> Result<()> {
    for learnt in &settled.learnt {
        storage::documents::learn(tx, document.organisation, learnt).await?;
    }
    Ok(storage::quality::settle(tx, document.id, settled.by, &settled.verdicts).await?)
}

//! What clerks settle where something was suggested is counted per issuer, so that the next paper of that
//! issuer is suggested the way they write it.

use storage::Transaction;
use storage::documents::{Document, LearntValue, Suggestion};
use workflow::documents::{Fields, name_key};

use crate::error::Result;
use crate::ops::App;

/// What a clerk settled, beside what was suggested.
#[derive(Debug, Default)]
pub(in crate::ops) struct Settled(Vec<LearntValue>);

impl Settled {
    /// Compares settled fields with the suggestions of the paper. A subject is never the same twice and
    /// a number never either: nothing is learnt from them.
    pub async fn of(app: &App, document: &Document, fields: &Fields) -> Result<Settled> {
        let rows = storage::documents::list_suggestions(&app.0.db, document.id).await?;
        let read = |field: &str| rows.iter().find(|row| row.field == field);
        let Some(issuer) = read("issuer") else {
            return Ok(Settled::default());
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
        Ok(Settled(pairs.into_iter().filter_map(learnt).collect()))
    }
}

/// Counts it, in the transaction that settles the fields.
pub(in crate::ops) async fn learn(
    tx: &Transaction,
    document: &Document,
    settled: &Settled,
) -> Result<()> {
    for learnt in &settled.0 {
        storage::documents::learn(tx, document.organisation, learnt).await?;
    }
    Ok(())
}

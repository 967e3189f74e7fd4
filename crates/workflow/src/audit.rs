//! The event log as a hash chain per organisation (NĐ 30/2020 Phụ lục VI: traces of every access
//! and change are kept and cannot be altered).
//!
//! Each event carries the hash of the one before it. Fields are length-prefixed before hashing, so
//! that no two different events have the same bytes.

use sha2::{Digest, Sha256};

use crate::{OrganisationId, PersonId};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// The hash before the first event of an organisation.
pub const GENESIS: Hash = [0; 32];

/// What happened, before it has a place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Who did it; none for the system itself and the shell.
    pub actor: Option<PersonId>,
    /// What happened, such as `document.captured`.
    pub kind: &'static str,
    /// The id of what it happened to, with its prefix.
    pub subject: String,
    /// Facts as JSON; never contents of a paper.
    pub payload: serde_json::Value,
}

/// An event with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The organisation whose chain it is.
    pub organisation: OrganisationId,
    /// Place in the chain, from 1, without holes.
    pub seq: i64,
    /// When, in microseconds since 1970-01-01 UTC.
    pub at_us: i64,
    /// Who did it.
    pub actor: Option<PersonId>,
    /// What happened.
    pub kind: String,
    /// The id of what it happened to.
    pub subject: String,
    /// Facts as JSON text, exactly as hashed.
    pub payload: String,
    /// Hash of the event before.
    pub previous: Hash,
    /// Hash of this event.
    pub hash: Hash,
}

impl Event {
    /// The hash that the fields of this event must have.
    pub fn expected_hash(&self) -> Hash {
        let mut digest = Sha256::new();
        let mut field = |bytes: &[u8]| {
            digest.update((bytes.len() as u64).to_be_bytes());
            digest.update(bytes);
        };
        field(&self.previous);
        field(self.organisation.0.as_bytes());
        field(&self.seq.to_be_bytes());
        field(&self.at_us.to_be_bytes());
        field(
            self.actor
                .as_ref()
                .map_or(&[][..], |person| person.0.as_bytes()),
        );
        field(self.kind.as_bytes());
        field(self.subject.as_bytes());
        field(self.payload.as_bytes());
        digest.finalize().into()
    }
}

/// The first fault of a chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The fields of the event no longer have its hash.
    #[error("event {seq} was altered")]
    Altered {
        /// Its place.
        seq: i64,
    },
    /// An event that should stand here is not there.
    #[error("event {seq} is missing")]
    Missing {
        /// The place that is empty.
        seq: i64,
    },
    /// The event does not follow the one before it.
    #[error("event {seq} was inserted or exchanged")]
    Inserted {
        /// Its place.
        seq: i64,
    },
}

/// Walks a chain in order of `seq` and stops at the first fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainVerifier {
    next_seq: i64,
    last: Hash,
}

impl Default for ChainVerifier {
    fn default() -> Self {
        Self {
            next_seq: 1,
            last: GENESIS,
        }
    }
}

impl ChainVerifier {
    /// Takes the next event in order of `seq`.
    pub fn accept(&mut self, event: &Event) -> Result<(), Broken> {
        if event.seq > self.next_seq {
            return Err(Broken::Missing { seq: self.next_seq });
        }
        if event.seq < self.next_seq {
            return Err(Broken::Inserted { seq: event.seq });
        }
        if event.hash != event.expected_hash() {
            return Err(Broken::Altered { seq: event.seq });
        }
        if event.previous != self.last {
            return Err(Broken::Inserted { seq: event.seq });
        }
        self.last = event.hash;
        self.next_seq += 1;
        Ok(())
    }

    /// Compares the end of the walk with the head the organisation remembers.
    pub fn finish(&self, head_seq: i64, head_hash: &Hash) -> Result<(), Broken> {
        if head_seq >= self.next_seq {
            return Err(Broken::Missing { seq: self.next_seq });
        }
        if head_seq + 1 < self.next_seq || *head_hash != self.last {
            return Err(Broken::Inserted {
                seq: self.next_seq - 1,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn chain(length: usize) -> Vec<Event> {
        let mut previous = GENESIS;
        (1..=length)
            .map(|place| {
                let mut event = Event {
                    organisation: OrganisationId(Uuid::from_u128(1)),
                    seq: i64::try_from(place).unwrap_or(i64::MAX),
                    at_us: 1_000_000,
                    actor: None,
                    kind: "document.captured".into(),
                    subject: format!("doc_{place}"),
                    payload: "{}".into(),
                    previous,
                    hash: GENESIS,
                };
                event.hash = event.expected_hash();
                previous = event.hash;
                event
            })
            .collect()
    }

    fn verify(events: &[Event], head: (i64, Hash)) -> Result<(), Broken> {
        let mut verifier = ChainVerifier::default();
        events.iter().try_for_each(|event| verifier.accept(event))?;
        verifier.finish(head.0, &head.1)
    }

    fn head(events: &[Event]) -> (i64, Hash) {
        events
            .last()
            .map_or((0, GENESIS), |event| (event.seq, event.hash))
    }

    proptest! {
        #[test]
        fn any_altered_field_is_found(length in 1_usize..20, place in 0_usize..20, field in 0..5) {
            let mut events = chain(length);
            let end = head(&events);
            prop_assert_eq!(verify(&events, end), Ok(()));
            let place = place % length;
            let event = &mut events[place];
            match field {
                0 => event.at_us += 1,
                1 => event.kind.push('x'),
                2 => event.subject.push('x'),
                3 => event.payload.push(' '),
                _ => event.actor = Some(PersonId(Uuid::from_u128(3))),
            }
            let seq = event.seq;
            prop_assert_eq!(verify(&events, end), Err(Broken::Altered { seq }));
        }

        #[test]
        fn any_removed_event_is_found(length in 1_usize..20, place in 0_usize..20) {
            let mut events = chain(length);
            let end = head(&events);
            let seq = events.remove(place % length).seq;
            prop_assert_eq!(verify(&events, end), Err(Broken::Missing { seq }));
        }

        #[test]
        fn an_exchanged_event_with_a_right_hash_is_found(length in 2_usize..20, place in 0_usize..20) {
            let mut events = chain(length);
            let end = head(&events);
            let place = place % (length - 1);
            events[place].payload.push('x');
            events[place].hash = events[place].expected_hash();
            let seq = events[place].seq + 1;
            prop_assert_eq!(verify(&events, end), Err(Broken::Inserted { seq }));
        }
    }
}

//! Two small agencies to tell stories about.

use storage::blobs::BlobHash;
use storage::documents::{self, NewDocument, NewFile};
use storage::organisations::{self, Organisation, Person, Position, Unit};
use storage::{Database, Transaction, grants};
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};
use uuid::Uuid;
use workflow::access::{Cause, Grant, Principal, Role};
use workflow::audit::NewEvent;
use workflow::documents::Fields;
use workflow::organisations::Validity;
use workflow::{DocumentId, FileId, OrganisationId, PersonId, PositionId, UnitId};

/// The moment at which every story begins.
pub const NOW: OffsetDateTime = datetime!(2026-11-23 08:00 UTC);
/// Its day.
pub const TODAY: Date = date!(2026 - 11 - 23);

/// One agency with one person.
#[derive(Clone, Copy)]
pub struct Agency {
    pub id: OrganisationId,
    pub person: PersonId,
}

impl Agency {
    /// Founds an agency under a short name.
    pub async fn found(db: &Database, slug: &str) -> Self {
        let agency = Self {
            id: OrganisationId(Uuid::now_v7()),
            person: PersonId(Uuid::now_v7()),
        };
        let tx = db.begin(NOW).await.unwrap();
        let row = Organisation {
            id: agency.id,
            slug: slug.to_owned(),
            name: format!("Ủy ban {slug}"),
            validity: since(),
            successor: None,
        };
        organisations::insert(&tx, &row).await.unwrap();
        organisations::insert_person(&tx, &agency.account(&format!("{slug}.an")))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        agency
    }

    fn account(&self, login: &str) -> Person {
        Person {
            id: self.person,
            organisation: self.id,
            login: login.to_owned(),
            name: "Nguyễn Văn An".to_owned(),
            validity: since(),
        }
    }

    /// Another person of the agency.
    pub fn somebody(&self, login: &str) -> Person {
        Person {
            id: PersonId(Uuid::now_v7()),
            ..self.account(login)
        }
    }

    /// A unit of the agency.
    pub fn unit(&self, name: &str, parent: Option<UnitId>) -> Unit {
        Unit {
            id: UnitId(Uuid::now_v7()),
            organisation: self.id,
            parent,
            name: name.to_owned(),
            validity: since(),
        }
    }

    /// A post of the agency.
    pub fn post(&self, role: Role, unit: Option<UnitId>) -> Position {
        Position {
            id: PositionId(Uuid::now_v7()),
            organisation: self.id,
            unit,
            title: role.code().to_owned(),
            role,
            validity: since(),
        }
    }

    /// Whoever has an account in the agency.
    pub fn everyone(&self) -> Vec<Principal> {
        vec![Principal::Everyone(self.id), Principal::Person(self.person)]
    }

    /// A paper of the agency, open to everybody in it.
    pub async fn keeps_paper(&self, db: &Database, subject: &str) -> DocumentId {
        let tx = db.begin(NOW).await.unwrap();
        let id = self.inserts_paper(&tx, subject).await;
        grants::give(&tx, id, &[self.read_by_everyone()])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// The right of the whole agency.
    pub fn read_by_everyone(&self) -> Grant {
        Grant {
            principal: Principal::Everyone(self.id),
            cause: Cause::Audience,
        }
    }

    /// A paper that nobody may read yet.
    pub async fn inserts_paper(&self, tx: &Transaction, subject: &str) -> DocumentId {
        let id = DocumentId(Uuid::now_v7());
        let fields = Fields {
            subject: Some(subject.to_owned()),
            ..Fields::default()
        };
        let paper = NewDocument {
            id,
            organisation: self.id,
            unit: None,
            fields,
            captured_by: Some(self.person),
        };
        documents::insert(tx, paper).await.unwrap();
        id
    }
}

/// Holds since the beginning of the year, without an end.
pub fn since() -> Validity {
    Validity::since(date!(2026 - 01 - 01))
}

/// A file with the given bytes.
pub fn file_with(document: DocumentId, bytes: &[u8]) -> NewFile {
    NewFile {
        id: FileId(Uuid::now_v7()),
        document,
        name: "cong-van.pdf".to_owned(),
        blob: BlobHash::of(bytes),
        size_bytes: bytes.len() as u64,
        media_type: "application/pdf".to_owned(),
        contained_in: None,
    }
}

/// An event about something.
pub fn event(kind: &'static str, subject: &str) -> NewEvent {
    NewEvent {
        actor: None,
        kind,
        subject: subject.to_owned(),
        payload: serde_json::json!({ "of": subject }),
    }
}

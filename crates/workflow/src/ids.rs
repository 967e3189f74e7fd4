//! Identifiers: a UUID (version 7 when made by the house) behind a type of its own.
//!
//! In URLs, logs and JSON an id carries a readable prefix, so that a person or a machine that
//! receives the wrong kind of id is told so instead of finding nothing.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// A text that is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of the form {prefix}_<32 hexadecimal digits>")]
pub struct MalformedId {
    /// The prefix that was expected, without the underscore.
    pub prefix: &'static str,
}

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $prefix:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The readable prefix, without the underscore.
            pub const PREFIX: &'static str = $prefix;
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, MalformedId> {
                let malformed = MalformedId { prefix: $prefix };
                let digits = text
                    .strip_prefix(concat!($prefix, "_"))
                    .filter(|digits| digits.len() == 32)
                    .ok_or(malformed.clone())?;
                Uuid::try_parse(digits).map($name).map_err(|_| malformed)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// An agency (cơ quan).
    OrganisationId, "org"
);
id!(
    /// A unit inside an agency (đơn vị: phòng, ban).
    UnitId, "unit"
);
id!(
    /// A post somebody can hold (chức vụ).
    PositionId, "pos"
);
id!(
    /// A person with an account.
    PersonId, "per"
);
id!(
    /// A paper of the office (văn bản).
    DocumentId, "doc"
);
id!(
    /// One file of a paper.
    FileId, "file"
);
id!(
    /// A piece of work done later.
    JobId, "job"
);
id!(
    /// A signed-in browser.
    SessionId, "ses"
);
id!(
    /// A key with which a program calls in somebody's name.
    ApiTokenId, "tok"
);
id!(
    /// A key of a device with which a person signs in.
    PasskeyId, "pkey"
);
id!(
    /// A search kept by a person.
    SavedSearchId, "srch"
);
id!(
    /// A resumable upload that is not finished yet.
    UploadId, "up"
);
id!(
    /// Something about a paper that waits for somebody (việc).
    TaskId, "task"
);
id!(
    /// A text somebody wrote on the way of a paper: an instruction, a reason, a report.
    RemarkId, "rem"
);
id!(
    /// A delegation (ủy quyền).
    DelegationId, "del"
);
id!(
    /// A right to read a paper that was asked for by hand.
    WideningId, "wid"
);
id!(
    /// A register (sổ).
    RegisterId, "reg"
);
id!(
    /// A route of approval (quy trình duyệt).
    RouteId, "route"
);
id!(
    /// A template of an instruction (mẫu bút phê).
    TemplateId, "tpl"
);
id!(
    /// A paper on its way from one agency to another (một lượt gửi liên thông).
    ConsignmentId, "con"
);
id!(
    /// Something one person is told (thông báo).
    NoticeId, "note"
);
id!(
    /// A mail or a push on its way to somebody.
    DeliveryId, "dlv"
);
id!(
    /// A device that shows what somebody is told.
    SubscriptionId, "push"
);
id!(
    /// A batch of scans that becomes papers (lô quét).
    BatchId, "bat"
);
id!(
    /// One scanned file of a batch.
    ScanId, "scan"
);
id!(
    /// A sample of papers that are keyed a second time (mẫu kiểm tra).
    SampleId, "smp"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_wrote_and_refuses_another_kind() {
        let id = DocumentId(Uuid::from_u128(7));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(
            id.to_string().parse::<FileId>(),
            Err(MalformedId { prefix: "file" })
        );
        assert!("doc_zz".parse::<DocumentId>().is_err());
        assert!(
            "doc_00000000-0000-0000-0000-000000000007"
                .parse::<DocumentId>()
                .is_err()
        );
    }
}

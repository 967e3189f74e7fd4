//! Papers that people follow.

use crate::schema::Table;

pub const TABLES: &[Table] = &[Table {
    name: "follow",
    comment: "A paper somebody wants to keep in view; opens nothing to him",
    columns: &[
        (
            "person_id",
            "{uuid} NOT NULL REFERENCES person (id)",
            "Who follows",
        ),
        (
            "document_id",
            "{uuid} NOT NULL REFERENCES document (id)",
            "The paper",
        ),
        ("since_us", "{time_us} NOT NULL", "Since when"),
    ],
    constraints: &["PRIMARY KEY (person_id, document_id)"],
    clustered: true,
    indexes: &[
        ("i_follow_since", "(person_id, since_us, document_id)"),
        ("i_follow_document", "(document_id)"),
    ],
}];

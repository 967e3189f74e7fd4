//! Lists of shelves: what should be in a batch.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "shelf_list",
        comment: "What should be in a batch, as a file told it; the last one holds",
        columns: &[
            (
                "batch_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES batch (id)",
                "The batch",
            ),
            (
                "bad",
                "text NOT NULL",
                "Rows that could not be read, as JSON",
            ),
            (
                "added_by",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who brought it",
            ),
            ("added_at_us", "{time_us} NOT NULL", "When"),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[],
    },
    Table {
        name: "shelf_row",
        comment: "A row of such a list",
        columns: &[
            (
                "batch_id",
                "{uuid} NOT NULL REFERENCES shelf_list (batch_id)",
                "The batch",
            ),
            ("line", "integer NOT NULL", "Line of the file, from 1"),
            ("code", "text", "Number and symbol"),
            ("issued_on", "{day}", "Date of issue"),
            ("issuer", "text", "Issuer"),
            ("subject", "text", "Subject"),
            ("sheets", "integer", "Sheets of paper"),
            ("pages", "integer", "Pages"),
            ("container", "text", "Box"),
            ("dossier", "text", "Dossier"),
        ],
        constraints: &["PRIMARY KEY (batch_id, line)"],
        clustered: true,
        indexes: &[],
    },
];

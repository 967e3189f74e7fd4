//! Pen strokes: one row a page and person.

use crate::schema::Table;

pub const TABLES: &[Table] = &[Table {
    name: "ink_layer",
    comment: "What one person has written on one page of a file (nét viết)",
    columns: &[
        (
            "file_id",
            "{uuid} NOT NULL REFERENCES file (id)",
            "The file",
        ),
        ("page", "integer NOT NULL", "Its page, from 1"),
        (
            "person_id",
            "{uuid} NOT NULL REFERENCES person (id)",
            "Who wrote",
        ),
        (
            "file_hash",
            "{bytes} NOT NULL",
            "SHA-256 of the bytes that were written on",
        ),
        (
            "shared",
            "boolean NOT NULL",
            "Whether whoever may read the paper sees it",
        ),
        (
            "strokes",
            "text NOT NULL",
            "The strokes as JSON, in shares of the page; [] when all were taken away",
        ),
        (
            "revision",
            "bigint NOT NULL",
            "Grows with every saving, also when nothing is left",
        ),
        (
            "saved_at_us",
            "{time_us} NOT NULL",
            "When it was saved last",
        ),
    ],
    constraints: &["PRIMARY KEY (file_id, page, person_id)"],
    clustered: true,
    indexes: &[],
}];

//! Recognition of pages without text, suggestions for the fields, and what was learnt.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "page_recognition",
        comment: "A page whose text is recognised from its picture, and how far that is",
        columns: &[
            (
                "file_id",
                "{uuid} NOT NULL REFERENCES file (id)",
                "The file",
            ),
            ("number", "integer NOT NULL", "The page, from 1"),
            (
                "state",
                "text NOT NULL",
                "waiting, recognised, blank or failed",
            ),
            (
                "trouble",
                "text",
                "Stable code of why a page could not be recognised",
            ),
            (
                "confidence",
                "real",
                "Percent, mean over the letters of the page",
            ),
            (
                "turn",
                "smallint NOT NULL",
                "Degrees clockwise by which the page is turned to stand upright",
            ),
            (
                "finished_at_us",
                "{time_us}",
                "When the page was recognised",
            ),
        ],
        constraints: &["PRIMARY KEY (file_id, number)"],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "suggestion",
        comment: "A value read on a page and suggested for a field of a paper",
        columns: &[
            ("id", "{serial}", "Short key"),
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper",
            ),
            (
                "file_id",
                "{uuid} NOT NULL REFERENCES file (id)",
                "The file it was read in",
            ),
            ("field", "text NOT NULL", "For which field"),
            ("value", "text NOT NULL", "The value in its normal form"),
            (
                "confidence",
                "smallint NOT NULL",
                "Percent of such suggestions that are right",
            ),
            (
                "page",
                "integer NOT NULL",
                "The page it was read on, from 1",
            ),
            (
                "places",
                "text NOT NULL",
                "Where on the page, a rectangle in points for each line, as JSON",
            ),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[("i_suggestion_document", "(document_id, id)")],
    },
    Table {
        name: "learnt_value",
        comment: "What clerks settled where papers of an issuer were read in a certain way",
        columns: &[
            ("id", "{serial}", "Short key"),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency whose clerks settled it",
            ),
            (
                "issuer_key",
                "text NOT NULL",
                "The issuer without marks in capitals",
            ),
            ("field", "text NOT NULL", "Which field"),
            ("read_value", "text NOT NULL", "What was read"),
            ("settled_value", "text NOT NULL", "What the clerk settled"),
            ("times", "integer NOT NULL", "How often"),
            ("changed_at_us", "{time_us} NOT NULL", "When last"),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[(
            "u_learnt_value",
            "(organisation_id, issuer_key, field, read_value, settled_value)",
        )],
    },
];

//! How sure readings are and what was settled, blind samples, and the pages recognised on each day.

use crate::schema::Table;

/// What earlier tables get in addition.
pub const CHANGES: &[&str] = &["ALTER TABLE page_recognition ADD COLUMN cpu_ms integer"];

/// What PostgreSQL keeps beside it.
pub const COMMENTS: &[&str] = &[
    "COMMENT ON COLUMN page_recognition.cpu_ms IS 'Processor time of the recognition in milliseconds'",
];

pub const TABLES: &[Table] = &[
    Table {
        name: "reading_quality",
        comment: "How sure the reading of a scanned paper is, and who settled its fields",
        columns: &[
            (
                "document_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES document (id)",
                "The paper",
            ),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency that keeps it",
            ),
            (
                "unit_id",
                "{uuid} REFERENCES unit (id)",
                "The unit it was addressed to",
            ),
            (
                "batch_id",
                "{uuid} REFERENCES batch (id)",
                "The batch it was made of",
            ),
            (
                "least",
                "smallint NOT NULL",
                "Percent: the least sure of the required fields; 0 where one was not read",
            ),
            (
                "unsure",
                "text NOT NULL",
                "The required fields that are not sure, with blanks between",
            ),
            (
                "page_confidence",
                "real NOT NULL",
                "Percent: the least sure of its recognised pages",
            ),
            ("pages", "integer NOT NULL", "Pages that were recognised"),
            ("read_at_us", "{time_us} NOT NULL", "When"),
            (
                "settled_at_us",
                "{time_us}",
                "When a person settled its fields for the first time",
            ),
            (
                "settled_by",
                "{uuid} REFERENCES person (id)",
                "Who settled them last",
            ),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[
            (
                "i_reading_quality_waiting",
                "(organisation_id, least, document_id) WHERE settled_at_us IS NULL",
            ),
            (
                "i_reading_quality_unit",
                "(organisation_id, unit_id, least, document_id) WHERE settled_at_us IS NULL",
            ),
            ("i_reading_quality_batch", "(batch_id, least, document_id)"),
            (
                "i_reading_quality_settled",
                "(organisation_id, settled_at_us) WHERE settled_at_us IS NOT NULL",
            ),
        ],
    },
    Table {
        name: "settled_field",
        comment: "Whether what was suggested for a field is what a person settled",
        columns: &[
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES reading_quality (document_id)",
                "The paper",
            ),
            ("field", "text NOT NULL", "The field"),
            (
                "confidence",
                "smallint",
                "Percent of the suggestion; none where nothing was suggested",
            ),
            (
                "kept",
                "boolean NOT NULL",
                "Whether the person left it as it was suggested",
            ),
        ],
        constraints: &["PRIMARY KEY (document_id, field)"],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "recognition_day",
        comment: "Pages that were recognised on a day; a page recognised anew counts again",
        columns: &[
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency whose pages they are",
            ),
            ("day", "{day} NOT NULL", "The day in Vietnam"),
            (
                "pages",
                "integer NOT NULL",
                "Pages, blank and failed ones included",
            ),
            ("blank", "integer NOT NULL", "Of them, blank ones"),
            ("failed", "integer NOT NULL", "Of them, those that failed"),
            (
                "measured",
                "integer NOT NULL",
                "Of them, those whose processor time is known",
            ),
            (
                "cpu_ms",
                "bigint NOT NULL",
                "Processor time of those in milliseconds",
            ),
        ],
        constraints: &["PRIMARY KEY (organisation_id, day)"],
        clustered: true,
        indexes: &[],
    },
];

//! Batches: scans, what was seen on their pages, arrangements, and the papers made of them.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "batch",
        comment: "Scans that become papers together",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency",
            ),
            (
                "unit_id",
                "{uuid} REFERENCES unit (id)",
                "The unit its papers go to where no separator sheet says otherwise",
            ),
            ("name", "text NOT NULL", "Name as shown"),
            (
                "splits_at_blanks",
                "boolean NOT NULL",
                "Whether a blank page begins a paper",
            ),
            (
                "revision",
                "integer NOT NULL",
                "Number of the arrangement that holds; 0 before the first",
            ),
            (
                "opened_by",
                "{uuid} REFERENCES person (id)",
                "Who opened it; none for a watched folder",
            ),
            ("opened_at_us", "{time_us} NOT NULL", "When"),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[("i_batch_organisation", "(organisation_id, id)")],
    },
    Table {
        name: "batch_scan",
        comment: "A scanned file of a batch; its bytes are kept whatever becomes of its pages",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "batch_id",
                "{uuid} NOT NULL REFERENCES batch (id)",
                "The batch",
            ),
            ("name", "text NOT NULL", "Name of the file"),
            (
                "blob_id",
                "bigint NOT NULL REFERENCES blob (id)",
                "The bytes",
            ),
            ("media_type", "text NOT NULL", "What the bytes are"),
            ("page_count", "integer", "Pages, once they are counted"),
            (
                "state",
                "text NOT NULL",
                "waiting, arranged, unreadable or quarantined",
            ),
            (
                "trouble",
                "text",
                "Stable code of why it could not be opened",
            ),
            (
                "source",
                "text",
                "For a watched folder: hash of folder, name and content, so that a file is taken once",
            ),
            ("added_at_us", "{time_us} NOT NULL", "When it came in"),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[
            ("i_batch_scan_batch", "(batch_id, id)"),
            ("i_batch_scan_blob", "(blob_id)"),
            ("u_batch_scan_source", "(source)"),
        ],
    },
    Table {
        name: "batch_page",
        comment: "What was seen on a page of a scan from afar",
        columns: &[
            (
                "scan_id",
                "{uuid} NOT NULL REFERENCES batch_scan (id)",
                "The scan",
            ),
            ("number", "integer NOT NULL", "The page, from 1"),
            ("sheet", "text", "Text of the QR code that fills it"),
            (
                "blank",
                "boolean NOT NULL",
                "Whether there is no ink to speak of",
            ),
        ],
        constraints: &["PRIMARY KEY (scan_id, number)"],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "batch_revision",
        comment: "An arrangement of the pages of a batch; never changed",
        columns: &[
            (
                "batch_id",
                "{uuid} NOT NULL REFERENCES batch (id)",
                "The batch",
            ),
            ("number", "integer NOT NULL", "From 1"),
            (
                "undoes_to",
                "integer",
                "The arrangement that undoing it brings back; none where that would lose pages",
            ),
            ("arrangement", "text NOT NULL", "Papers and pages, as JSON"),
            (
                "made_by",
                "{uuid} REFERENCES person (id)",
                "Who made it; none for the first of a scan",
            ),
            ("made_at_us", "{time_us} NOT NULL", "When"),
        ],
        constraints: &["PRIMARY KEY (batch_id, number)"],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "batch_paper",
        comment: "The paper that was made of a part of a batch",
        columns: &[
            (
                "batch_id",
                "{uuid} NOT NULL REFERENCES batch (id)",
                "The batch",
            ),
            ("number", "integer NOT NULL", "Key in the arrangement"),
            (
                "document_id",
                "{uuid} REFERENCES document (id)",
                "The paper; none before it was made",
            ),
            (
                "made_of",
                "text",
                "The pages it was made of, as JSON; none while it waits to be made or is taken back",
            ),
            ("trouble", "text", "Stable code of why it could not be made"),
        ],
        constraints: &["PRIMARY KEY (batch_id, number)"],
        clustered: true,
        indexes: &[("u_batch_paper_document", "(document_id)")],
    },
];

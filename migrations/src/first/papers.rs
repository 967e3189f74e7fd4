//! Papers, their files and pages, the blobs these name, and who may read them. Ids are UUID
//! version 7, so rows are appended and the order of ids is the order of time.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "document",
        comment: "A paper (văn bản); its state is derived from its files",
        columns: &[
            (
                "id",
                "{uuid} NOT NULL PRIMARY KEY",
                "Id, UUID version 7 of the time it came in",
            ),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency that keeps it",
            ),
            (
                "unit_id",
                "{uuid}",
                "The unit it was addressed to, of the same agency",
            ),
            ("captured_at_us", "{time_us} NOT NULL", "When it came in"),
            (
                "captured_by",
                "{uuid} REFERENCES person (id)",
                "Who brought it in; none for imports from the shell",
            ),
            (
                "revision",
                "bigint NOT NULL",
                "Grows with every change of the fields, from 1",
            ),
            ("subject", "text", "Trích yếu"),
            ("kind", "text", "Code of the document type"),
            ("code", "text", "Số, ký hiệu as written"),
            ("issuer", "text", "Cơ quan ban hành"),
            ("signer", "text", "Người ký"),
            ("issued_on", "{day}", "Ngày ban hành"),
            ("direction", "text", "incoming or outgoing, once known"),
            ("register", "text", "Sổ in which it stands"),
            ("urgency", "text NOT NULL", "Code of the độ khẩn"),
        ],
        constraints: &[
            "FOREIGN KEY (organisation_id, unit_id) REFERENCES unit (organisation_id, id)",
        ],
        clustered: true,
        indexes: &[("i_document_organisation", "(organisation_id, id)")],
    },
    Table {
        name: "blob",
        comment: "Bytes in the blob store that a file names",
        columns: &[
            ("id", "{serial}", "Short key"),
            ("hash", "{bytes} NOT NULL", "SHA-256, the name in the store"),
            ("size_bytes", "bigint NOT NULL", "Length"),
            (
                "checked_at_us",
                "{time_us} NOT NULL",
                "When the bytes were last known to have their hash",
            ),
            (
                "trouble",
                "text",
                "Stable code of what the last check found wrong",
            ),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[
            ("u_blob_hash", "(hash)"),
            ("i_blob_checked", "(checked_at_us, id)"),
        ],
    },
    Table {
        name: "file",
        comment: "One file of a paper",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper",
            ),
            (
                "ordinal",
                "integer NOT NULL",
                "Place among the files of the paper, from 0",
            ),
            ("name", "text NOT NULL", "Name as shown"),
            ("blob_id", "bigint NOT NULL REFERENCES blob (id)", "Bytes"),
            ("media_type", "text NOT NULL", "What the bytes are"),
            ("state", "text NOT NULL", "Code of how far it is read"),
            ("trouble", "text", "Stable code of why it could not be read"),
            ("page_count", "integer", "Pages, once read"),
            (
                "contained_in",
                "{uuid} REFERENCES file (id)",
                "The file it came out of",
            ),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[
            ("u_file_document", "(document_id, ordinal)"),
            ("i_file_blob", "(blob_id)"),
            ("i_file_open", "(state, document_id) WHERE state <> 'read'"),
        ],
    },
    Table {
        name: "page",
        comment: "One page of a file, as last read",
        columns: &[
            ("id", "{serial}", "Short key"),
            (
                "file_id",
                "{uuid} NOT NULL REFERENCES file (id)",
                "The file",
            ),
            ("number", "integer NOT NULL", "From 1"),
            ("width_pt", "real NOT NULL", "Width in points"),
            ("height_pt", "real NOT NULL", "Height in points"),
            ("text", "text NOT NULL", "Repaired text"),
            (
                "words",
                "{bytes}",
                "Places of the words as JSON, deflated: a tenth of its size; none where the format has none",
            ),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[("u_page_file", "(file_id, number)")],
    },
    Table {
        name: "principal",
        comment: "Somebody or some group that rights are granted to; a short key saves most of the size of grants",
        columns: &[
            ("id", "{serial}", "Short key"),
            (
                "name",
                "text NOT NULL",
                "The key under which rules and index know it",
            ),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[("u_principal_name", "(name)")],
    },
    Table {
        name: "document_grant",
        comment: "A right to read one paper, with its cause; ended, never removed",
        columns: &[
            ("id", "{serial}", "Short key"),
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper",
            ),
            (
                "principal_id",
                "bigint NOT NULL REFERENCES principal (id)",
                "Who may read it",
            ),
            ("cause", "text NOT NULL", "Code of why"),
            ("granted_at_us", "{time_us} NOT NULL", "When it was given"),
            ("ended_at_us", "{time_us}", "When its cause ended"),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[
            (
                "u_grant_standing",
                "(document_id, principal_id, cause) WHERE ended_at_us IS NULL",
            ),
            (
                "i_grant_reader",
                "(principal_id, document_id) WHERE ended_at_us IS NULL",
            ),
        ],
    },
];

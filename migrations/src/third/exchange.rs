//! Papers on their way from one agency to another, with what became of them there.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "consignment",
        comment: "One paper on its way from one agency to another (lượt gửi liên thông)",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "from_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "Who sent it",
            ),
            (
                "sent_document_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper of the sender",
            ),
            (
                "to_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "Who received it",
            ),
            (
                "received_document_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper of the receiver",
            ),
            ("sent_at_us", "{time_us} NOT NULL", "When it was sent"),
            (
                "sent_by",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who sent it",
            ),
        ],
        constraints: &["CHECK (from_id <> to_id)"],
        clustered: true,
        indexes: &[
            ("i_consignment_sent", "(sent_document_id, id)"),
            ("u_consignment_received", "(received_document_id)"),
        ],
    },
    Table {
        name: "consignment_status",
        comment: "What became of a consignment; each status is reached once and never taken back",
        columns: &[
            (
                "consignment_id",
                "{uuid} NOT NULL REFERENCES consignment (id)",
                "The consignment",
            ),
            (
                "code",
                "text NOT NULL",
                "Code of the national axis: 01 to 06, 13, 15, 16",
            ),
            ("at_us", "{time_us} NOT NULL", "When it was reached"),
            (
                "by_id",
                "{uuid} REFERENCES person (id)",
                "Who brought it about; none for the arrival",
            ),
            ("reason", "text", "Why, where it was refused or asked back"),
        ],
        constraints: &["PRIMARY KEY (consignment_id, code)"],
        clustered: true,
        indexes: &[],
    },
];

//! The file with which an outgoing paper goes out.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "release_copy",
        comment: "A file that has number and date, made of an approved one; it is no draft",
        columns: &[
            (
                "file_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES file (id)",
                "The copy",
            ),
            (
                "original_id",
                "{uuid} NOT NULL REFERENCES file (id)",
                "The approved file",
            ),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "draft_release",
        comment: "The file with which an approved and numbered paper goes out (bản phát hành)",
        columns: &[
            (
                "document_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES draft (document_id)",
                "The paper",
            ),
            (
                "original_id",
                "{uuid} NOT NULL REFERENCES file (id)",
                "The approved file it is made from",
            ),
            (
                "state",
                "text NOT NULL",
                "Code: waiting, stamped, by_hand, as_approved, unstamped, failed",
            ),
            (
                "file_id",
                "{uuid} REFERENCES file (id)",
                "The file with number and date, where there is one of its own",
            ),
            (
                "remark_id",
                "{uuid} REFERENCES remark (id)",
                "Why it goes out without them",
            ),
            ("trouble", "text", "Code of what stood in the way"),
            ("changed_at_us", "{time_us} NOT NULL", "Since when it is so"),
        ],
        constraints: &[
            "CHECK (state IN ('waiting', 'stamped', 'by_hand', 'as_approved', 'unstamped', 'failed'))",
            "CHECK ((file_id IS NOT NULL) = (state IN ('stamped', 'by_hand')))",
            "CHECK ((remark_id IS NOT NULL) = (state = 'unstamped'))",
            "CHECK ((trouble IS NOT NULL) = (state = 'failed'))",
        ],
        clustered: true,
        indexes: &[],
    },
];

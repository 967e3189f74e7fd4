//! The working calendar of an agency: what it has entered above the days of the law.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "calendar_day",
        comment: "A day that an agency has entered; it overrides the day of the law",
        columns: &[
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "Whose calendar",
            ),
            ("day", "{day} NOT NULL", "The day"),
            (
                "kind",
                "text NOT NULL",
                "Code: holiday, compensatory_off, working_day, half_day",
            ),
            ("name", "text NOT NULL", "Name as shown"),
            (
                "source",
                "text NOT NULL",
                "The legal notice that makes it so",
            ),
        ],
        constraints: &["PRIMARY KEY (organisation_id, day)"],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "office_hours",
        comment: "When an agency works, in minutes from midnight; without a row the usual hours hold",
        columns: &[
            (
                "organisation_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES organisation (id)",
                "Whose calendar",
            ),
            ("morning_from", "smallint NOT NULL", "The morning begins"),
            ("morning_to", "smallint NOT NULL", "The morning ends"),
            (
                "afternoon_from",
                "smallint NOT NULL",
                "The afternoon begins",
            ),
            ("afternoon_to", "smallint NOT NULL", "The afternoon ends"),
            (
                "version",
                "bigint NOT NULL",
                "Grows with each change of hours or days",
            ),
        ],
        constraints: &[
            "CHECK (0 <= morning_from AND morning_from < morning_to AND morning_to <= afternoon_from \
             AND afternoon_from < afternoon_to AND afternoon_to < 1440)",
        ],
        clustered: true,
        indexes: &[],
    },
];

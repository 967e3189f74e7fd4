//! Reminders: when an agency wants to be reminded of dates, and of which date somebody was told.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "reminder_settings",
        comment: "When an agency reminds of dates; without a row the usual settings hold",
        columns: &[
            (
                "organisation_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES organisation (id)",
                "Whose settings",
            ),
            (
                "hours_before",
                "smallint",
                "Hours of the clock before the date; none for no such reminder",
            ),
            (
                "percent_passed",
                "smallint",
                "Percent of the time that have passed; none for no such reminder",
            ),
            (
                "on_the_day",
                "boolean NOT NULL",
                "Whether to remind when the office opens on the day itself",
            ),
            (
                "head_days",
                "smallint",
                "Working days late after which the head of the unit is told; none for never",
            ),
            (
                "chief_days",
                "smallint",
                "Working days late after which the chief of office is told; none for never",
            ),
            (
                "leader_days",
                "smallint",
                "Working days late after which the leaders are told; none for never",
            ),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "due_alarm",
        comment: "A threshold of a date that was crossed; told once for each date of a task",
        columns: &[
            (
                "task_id",
                "{uuid} NOT NULL REFERENCES task (id)",
                "The task",
            ),
            (
                "threshold",
                "text NOT NULL",
                "Code: percent, hours, day, overdue, head, chief_of_office, leader",
            ),
            ("due_at_us", "{time_us} NOT NULL", "The date it had then"),
            ("at_us", "{time_us} NOT NULL", "When it was noticed"),
        ],
        constraints: &["PRIMARY KEY (task_id, threshold, due_at_us)"],
        clustered: true,
        indexes: &[],
    },
];

/// Each open task with a date says when it is looked at next; what stands already is looked at once
/// right away. Papers of a period are counted by the date of whoever leads.
pub const CHANGES: &[&str] = &[
    "ALTER TABLE task ADD COLUMN look_at_us bigint",
    "UPDATE task SET look_at_us = 0 WHERE closed_at_us IS NULL AND due_at_us IS NOT NULL",
    "CREATE INDEX i_task_look ON task (look_at_us, id) WHERE closed_at_us IS NULL AND look_at_us IS NOT NULL",
    "CREATE INDEX i_task_lead ON task (organisation_id, due_at_us, id) WHERE kind = 'lead' AND due_at_us IS NOT NULL",
];

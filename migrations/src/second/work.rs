//! What waits for whom. The state of a paper is the set of its tasks; `work` is the row that is
//! locked while one acts on the paper.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "work",
        comment: "A paper on its way; its row is locked while somebody acts on it",
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
            ("direction", "text NOT NULL", "incoming or outgoing"),
            (
                "revision",
                "bigint NOT NULL",
                "Grows with every action, from 1",
            ),
            ("ended_at_us", "{time_us}", "When its way ended"),
            ("outcome", "text", "Code of how its way ended"),
            (
                "dossier",
                "text",
                "Số, ký hiệu of the dossier it is kept in",
            ),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[(
            "i_work_open",
            "(organisation_id, direction, document_id) WHERE ended_at_us IS NULL",
        )],
    },
    Table {
        name: "remark",
        comment: "A text somebody wrote on the way of a paper; never changed",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper",
            ),
            ("task_id", "{uuid}", "The task it was written for"),
            (
                "author_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who wrote it",
            ),
            (
                "on_behalf_of",
                "{uuid} REFERENCES person (id)",
                "For whom, where somebody stood in",
            ),
            ("at_us", "{time_us} NOT NULL", "When"),
            ("kind", "text NOT NULL", "Code of what it is"),
            ("text", "text NOT NULL", "The text"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[("i_remark_document", "(document_id, id)")],
    },
    Table {
        name: "task",
        comment: "Something about a paper that waits for a principal; a new task is a new row",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES work (document_id)",
                "The paper",
            ),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency that keeps it",
            ),
            ("kind", "text NOT NULL", "Code of what it asks for"),
            (
                "parent_id",
                "{uuid} REFERENCES task (id)",
                "The task it came out of",
            ),
            (
                "assignee_id",
                "bigint NOT NULL REFERENCES principal (id)",
                "For whom it waits",
            ),
            (
                "holder_id",
                "{uuid} REFERENCES person (id)",
                "Who took it on",
            ),
            ("given_by", "{uuid} REFERENCES person (id)", "Who gave it"),
            (
                "given_for",
                "{uuid} REFERENCES person (id)",
                "On whose behalf it was given",
            ),
            (
                "remark_id",
                "{uuid} REFERENCES remark (id)",
                "The words it was given with",
            ),
            (
                "asks_confirmation",
                "boolean NOT NULL",
                "Whether its result is to be looked at",
            ),
            ("urgency", "text NOT NULL", "Code of the độ khẩn"),
            ("opened_at_us", "{time_us} NOT NULL", "Since when it waits"),
            (
                "due_at_us",
                "{time_us}",
                "By when; for an extension until when time is asked for",
            ),
            (
                "due_term",
                "text",
                "Start, amount and unit from which the moment was computed, as JSON",
            ),
            (
                "place",
                "bigint NOT NULL",
                "Order among what waits: the more urgent first, then the sooner due",
            ),
            ("accepted_at_us", "{time_us}", "When somebody took it on"),
            ("closed_at_us", "{time_us}", "When it ended"),
            ("closed_by", "{uuid} REFERENCES person (id)", "Who ended it"),
            (
                "closed_for",
                "{uuid} REFERENCES person (id)",
                "On whose behalf it was ended",
            ),
            ("outcome", "text", "Code of how it ended"),
            (
                "stage",
                "smallint",
                "Stage of the route it belongs to, from 0",
            ),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[
            ("i_task_document", "(document_id, id)"),
            (
                "i_task_waiting",
                "(assignee_id, place, id, kind, due_at_us) WHERE closed_at_us IS NULL",
            ),
            (
                "i_task_given",
                "(given_by, place, id) WHERE closed_at_us IS NULL",
            ),
            (
                "i_task_done",
                "(closed_by, closed_at_us, id) WHERE closed_at_us IS NOT NULL",
            ),
            (
                "i_task_late",
                "(organisation_id, due_at_us, id) WHERE closed_at_us IS NULL AND due_at_us IS NOT NULL",
            ),
        ],
    },
    Table {
        name: "due_change",
        comment: "A date that was set anew, with its cause",
        columns: &[
            ("id", "{serial}", "Order"),
            (
                "task_id",
                "{uuid} NOT NULL REFERENCES task (id)",
                "The task",
            ),
            ("at_us", "{time_us} NOT NULL", "When"),
            (
                "by_id",
                "{uuid} REFERENCES person (id)",
                "Who; none when the calendar changed",
            ),
            ("before_us", "{time_us}", "Due until then"),
            ("after_us", "{time_us}", "Due from then on"),
            ("cause", "text NOT NULL", "Code of why"),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[("i_due_change_task", "(task_id, id)")],
    },
    Table {
        name: "answer",
        comment: "An outgoing paper that answers an incoming one",
        columns: &[
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper that is answered",
            ),
            (
                "answer_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper that answers it",
            ),
        ],
        constraints: &["PRIMARY KEY (document_id, answer_id)"],
        clustered: true,
        indexes: &[("i_answer_answer", "(answer_id)")],
    },
];

/// A grant names what its cause is about, so that several causes of one kind stand side by side;
/// papers are found by their number and symbol, to warn of one that comes twice.
pub const CHANGES: &[&str] = &[
    "ALTER TABLE document_grant ADD COLUMN reference text NOT NULL DEFAULT ''",
    "DROP INDEX u_grant_standing",
    "CREATE UNIQUE INDEX u_grant_standing ON document_grant (document_id, principal_id, cause, reference) \
     WHERE ended_at_us IS NULL",
    "CREATE INDEX i_document_code ON document (organisation_id, code) WHERE code IS NOT NULL",
    "CREATE INDEX i_grant_reference ON document_grant (reference) WHERE reference <> '' AND ended_at_us IS NULL",
];

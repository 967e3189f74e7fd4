//! The event log with its heads, and deferred work.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "event_head",
        comment: "The end of the event chain of an agency; its row is locked while events are appended",
        columns: &[
            (
                "organisation_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES organisation (id)",
                "Whose chain",
            ),
            (
                "seq",
                "bigint NOT NULL",
                "Place of the last event, 0 before the first",
            ),
            ("hash", "{bytes} NOT NULL", "Hash of the last event"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "event",
        comment: "What happened, as a hash chain per agency: audit log and outbox in one",
        columns: &[
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "Whose chain",
            ),
            (
                "seq",
                "bigint NOT NULL",
                "Place in the chain, from 1, without holes",
            ),
            ("at_us", "{time_us} NOT NULL", "When"),
            (
                "actor_id",
                "{uuid}",
                "Who did it; none for the system itself and the shell",
            ),
            ("kind", "text NOT NULL", "What happened"),
            (
                "subject",
                "text NOT NULL",
                "Id of what it happened to, with its prefix",
            ),
            (
                "payload",
                "text NOT NULL",
                "Facts as JSON, exactly as hashed; never contents of a paper",
            ),
            ("previous", "{bytes} NOT NULL", "Hash of the event before"),
            ("hash", "{bytes} NOT NULL", "Hash of this event"),
        ],
        constraints: &["PRIMARY KEY (organisation_id, seq)"],
        clustered: false,
        indexes: &[("i_event_subject", "(organisation_id, subject, seq)")],
    },
    Table {
        name: "job",
        comment: "Deferred work; a finished job leaves no row",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "organisation_id",
                "{uuid} REFERENCES organisation (id)",
                "For whom; none for work of the installation",
            ),
            ("kind", "text NOT NULL", "What"),
            ("payload", "text NOT NULL", "Parameters as JSON"),
            (
                "priority",
                "smallint NOT NULL",
                "0 urgent, 1 somebody waits, 2 nobody waits",
            ),
            (
                "turn",
                "bigint NOT NULL",
                "Place in the rotation of the agencies within a priority",
            ),
            (
                "due_at_us",
                "{time_us} NOT NULL",
                "Not before; while leased the end of the lease",
            ),
            ("job_key", "text", "At most one open job has this key"),
            ("attempts", "integer NOT NULL", "How often it was begun"),
            ("lease_owner", "text", "The worker that holds it"),
            ("last_error", "text", "Why the last attempt failed"),
            ("dead_at_us", "{time_us}", "When it gave up"),
            ("created_at_us", "{time_us} NOT NULL", "When it was added"),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[
            (
                "i_job_rotation",
                "(priority, turn, due_at_us, id) WHERE dead_at_us IS NULL",
            ),
            ("i_job_organisation", "(organisation_id, priority, turn)"),
            ("i_job_due", "(due_at_us) WHERE dead_at_us IS NULL"),
            ("i_job_dead", "(dead_at_us) WHERE dead_at_us IS NOT NULL"),
            ("u_job_key", "(job_key) WHERE dead_at_us IS NULL"),
        ],
    },
    Table {
        name: "job_clock",
        comment: "How far the rotation of the agencies has come in each priority",
        columns: &[
            ("priority", "smallint NOT NULL PRIMARY KEY", "Priority"),
            ("turn", "bigint NOT NULL", "Turn of the job leased last"),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[],
    },
];

/// One clock per priority, there from the beginning, so that leasing only updates.
pub const JOB_CLOCKS: &str = "INSERT INTO job_clock (priority, turn) VALUES (0, 0), (1, 0), (2, 0)";

//! Who stands in for whom, rights that somebody widened by hand, and who has opened what.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "delegation",
        comment: "Somebody stands in for a colleague between two moments; never changed but for its end",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency of both",
            ),
            (
                "giver_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Whose work it is",
            ),
            (
                "receiver_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who stands in",
            ),
            (
                "capacity",
                "text NOT NULL",
                "Code: deputy (KT.), order (TL.), authorised (TUQ.), substitute",
            ),
            (
                "scope",
                "text NOT NULL",
                "Kinds and registers of papers as JSON; empty lists mean all",
            ),
            ("from_us", "{time_us} NOT NULL", "First moment"),
            ("to_us", "{time_us} NOT NULL", "The moment it is over"),
            ("reason", "text NOT NULL", "Why"),
            (
                "paper",
                "text",
                "Number and symbol of the written authorisation",
            ),
            ("given_at_us", "{time_us} NOT NULL", "When it was given"),
            (
                "begun_at_us",
                "{time_us}",
                "Since when the papers that wait are open to the receiver",
            ),
            (
                "ended_at_us",
                "{time_us}",
                "When it was ended before its time",
            ),
            (
                "ended_by",
                "{uuid} REFERENCES person (id)",
                "Who ended it before its time",
            ),
            (
                "settled_at_us",
                "{time_us}",
                "When the last right that it gave was ended",
            ),
        ],
        constraints: &[
            "CHECK (giver_id <> receiver_id)",
            "CHECK (from_us < to_us)",
            "CHECK (capacity IN ('deputy', 'order', 'authorised', 'substitute'))",
        ],
        clustered: true,
        indexes: &[
            ("i_delegation_receiver", "(receiver_id, id)"),
            ("i_delegation_giver", "(giver_id, id)"),
            (
                "i_delegation_open",
                "(organisation_id, id) WHERE settled_at_us IS NULL",
            ),
        ],
    },
    Table {
        name: "widening",
        comment: "A right to read one paper that somebody asked for and a second person decides on",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper",
            ),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency that keeps it",
            ),
            (
                "principal_id",
                "bigint NOT NULL REFERENCES principal (id)",
                "Who is to read it",
            ),
            ("reason", "text NOT NULL", "Why"),
            (
                "asked_by",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who asked",
            ),
            ("asked_at_us", "{time_us} NOT NULL", "When"),
            (
                "until_us",
                "{time_us}",
                "The moment it is over, if one was named",
            ),
            (
                "decided_by",
                "{uuid} REFERENCES person (id)",
                "The second person",
            ),
            ("decided_at_us", "{time_us}", "When it was decided"),
            ("confirmed", "boolean", "Whether it was confirmed"),
            (
                "ended_by",
                "{uuid} REFERENCES person (id)",
                "Who ended it; none when its time was over",
            ),
            ("ended_at_us", "{time_us}", "When it ended"),
        ],
        constraints: &[
            "CHECK (decided_by IS NULL OR decided_by <> asked_by)",
            "CHECK ((decided_at_us IS NULL) = (confirmed IS NULL))",
        ],
        clustered: true,
        indexes: &[
            ("i_widening_document", "(document_id, id)"),
            (
                "i_widening_pending",
                "(organisation_id, id) WHERE decided_at_us IS NULL AND ended_at_us IS NULL",
            ),
            (
                "i_widening_until",
                "(until_us) WHERE ended_at_us IS NULL AND until_us IS NOT NULL",
            ),
        ],
    },
    Table {
        name: "reading_log",
        comment: "Who opened what, one row for each person, paper, hour and kind of look",
        columns: &[
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper",
            ),
            (
                "person_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who opened it",
            ),
            ("hour", "bigint NOT NULL", "Hours since 1970-01-01 UTC"),
            ("what", "text NOT NULL", "Code: paper, page, file"),
            (
                "on_behalf_of",
                "{uuid} REFERENCES person (id)",
                "For whom, where he could read it for that reason only",
            ),
            (
                "first_at_us",
                "{time_us} NOT NULL",
                "First time in the hour",
            ),
            ("last_at_us", "{time_us} NOT NULL", "Last time in the hour"),
            ("times", "bigint NOT NULL", "How often in the hour"),
        ],
        constraints: &[
            "PRIMARY KEY (document_id, person_id, hour, what)",
            "CHECK (what IN ('paper', 'page', 'file'))",
        ],
        clustered: true,
        indexes: &[],
    },
];

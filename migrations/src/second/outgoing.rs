//! Outgoing papers: drafts with their versions, routes of approval, approvals, where they were
//! sent.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "route",
        comment: "A way of approval (quy trình duyệt)",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "Whose route",
            ),
            ("made_at_us", "{time_us} NOT NULL", "When it was begun"),
            (
                "ended_at_us",
                "{time_us}",
                "Since when no paper is submitted on it any more",
            ),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[("i_route_organisation", "(organisation_id, id)")],
    },
    Table {
        name: "route_version",
        comment: "What a route says; a published version never changes, the one that is edited is not published yet",
        columns: &[
            (
                "route_id",
                "{uuid} NOT NULL REFERENCES route (id)",
                "The route",
            ),
            ("version", "integer NOT NULL", "From 1"),
            (
                "definition",
                "text NOT NULL",
                "Name, kinds, stages and steps, as JSON",
            ),
            ("edited_at_us", "{time_us} NOT NULL", "When it was written"),
            (
                "edited_by",
                "{uuid} REFERENCES person (id)",
                "Who wrote it; none for what an agency begins with",
            ),
            (
                "published_at_us",
                "{time_us}",
                "Since when papers go this way",
            ),
            (
                "published_by",
                "{uuid} REFERENCES person (id)",
                "Who published it",
            ),
        ],
        constraints: &["PRIMARY KEY (route_id, version)"],
        clustered: true,
        indexes: &[(
            "u_route_version_edited",
            "(route_id) WHERE published_at_us IS NULL",
        )],
    },
    Table {
        name: "draft",
        comment: "An outgoing paper beyond its tasks",
        columns: &[
            (
                "document_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES work (document_id)",
                "The paper",
            ),
            (
                "drafter_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who drafts it",
            ),
            (
                "unit_id",
                "{uuid} REFERENCES unit (id)",
                "The unit it is drafted in",
            ),
            (
                "version",
                "integer NOT NULL",
                "Its present version; 0 before there is one",
            ),
            (
                "numbered_at_us",
                "{time_us}",
                "When it was given number and date",
            ),
            ("issued_at_us", "{time_us}", "When it was issued"),
            ("recalled_at_us", "{time_us}", "When it was recalled"),
            (
                "recall_remark_id",
                "{uuid} REFERENCES remark (id)",
                "Why it was recalled",
            ),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "draft_version",
        comment: "A version of a draft; never changed",
        columns: &[
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES draft (document_id)",
                "The paper",
            ),
            ("version", "integer NOT NULL", "From 1"),
            ("made_at_us", "{time_us} NOT NULL", "When"),
            (
                "made_by",
                "{uuid} NOT NULL REFERENCES person (id)",
                "By whom",
            ),
            (
                "remark_id",
                "{uuid} REFERENCES remark (id)",
                "What changed, in words",
            ),
        ],
        constraints: &["PRIMARY KEY (document_id, version)"],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "draft_file",
        comment: "A file of a version",
        columns: &[
            ("document_id", "{uuid} NOT NULL", "The paper"),
            ("version", "integer NOT NULL", "The version"),
            ("ordinal", "integer NOT NULL", "Its place, from 0"),
            (
                "file_id",
                "{uuid} NOT NULL REFERENCES file (id)",
                "The file",
            ),
        ],
        constraints: &[
            "PRIMARY KEY (document_id, version, ordinal)",
            "FOREIGN KEY (document_id, version) REFERENCES draft_version (document_id, version)",
        ],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "running_route",
        comment: "The version of a route on which a paper was last submitted",
        columns: &[
            (
                "document_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES draft (document_id)",
                "The paper",
            ),
            ("route_id", "{uuid} NOT NULL", "The route"),
            ("version", "integer NOT NULL", "Its version"),
            (
                "chosen",
                "text NOT NULL",
                "People named at submission by the key of their step, as JSON",
            ),
            (
                "place",
                "text NOT NULL",
                "Code: with_drafter, at_stage, approved",
            ),
            ("stage", "smallint", "The stage it is at, from 0"),
        ],
        constraints: &[
            "FOREIGN KEY (route_id, version) REFERENCES route_version (route_id, version)",
            "CHECK ((place = 'at_stage') = (stage IS NOT NULL))",
        ],
        clustered: true,
        indexes: &[("i_running_route", "(route_id, version)")],
    },
    Table {
        name: "approval",
        comment: "Who stood for exactly which files; never changed but to become void",
        columns: &[
            (
                "task_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES task (id)",
                "The task it answered",
            ),
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES draft (document_id)",
                "The paper",
            ),
            ("step", "text NOT NULL", "Code of what was approved"),
            ("stage", "smallint NOT NULL", "At which stage, from 0"),
            ("version", "integer NOT NULL", "Which version"),
            (
                "files",
                "text NOT NULL",
                "Ids and SHA-256 of the files approved, as JSON",
            ),
            ("at_us", "{time_us} NOT NULL", "When"),
            ("by_id", "{uuid} NOT NULL REFERENCES person (id)", "By whom"),
            (
                "on_behalf_of",
                "{uuid} REFERENCES person (id)",
                "For whom, where somebody stood in",
            ),
            ("voided_at_us", "{time_us}", "When it became void"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[("i_approval_document", "(document_id, task_id)")],
    },
    Table {
        name: "recipient",
        comment: "Where an issued paper was sent",
        columns: &[
            ("id", "{serial}", "Order"),
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES draft (document_id)",
                "The paper",
            ),
            ("at_us", "{time_us} NOT NULL", "When"),
            (
                "by_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who sent it",
            ),
            (
                "organisation_id",
                "{uuid} REFERENCES organisation (id)",
                "An agency of this installation",
            ),
            (
                "unit_id",
                "{uuid} REFERENCES unit (id)",
                "A unit of the own agency",
            ),
            ("name", "text", "Somebody outside"),
            ("channel", "text", "How it was sent outside"),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[("i_recipient_document", "(document_id, id)")],
    },
    Table {
        name: "mended_by",
        comment: "The paper that replaces or corrects an issued one",
        columns: &[
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES draft (document_id)",
                "The paper that was faulty",
            ),
            (
                "other_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper that mends it",
            ),
            ("how", "text NOT NULL", "Code: replaced, corrected"),
            ("at_us", "{time_us} NOT NULL", "When"),
        ],
        constraints: &["PRIMARY KEY (document_id, other_id)"],
        clustered: true,
        indexes: &[("i_mended_by_other", "(other_id)")],
    },
    Table {
        name: "outgoing_setting",
        comment: "How an agency goes about its outgoing papers; without a row the order of the law holds",
        columns: &[
            (
                "organisation_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES organisation (id)",
                "The agency",
            ),
            (
                "number_before_approval",
                "boolean NOT NULL",
                "Whether number and date may be given before the final approval",
            ),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[],
    },
];

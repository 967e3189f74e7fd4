//! Samples of settled papers that a second person keys without seeing what is registered.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "quality_sample",
        comment: "Papers drawn at random to be keyed a second time",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency",
            ),
            (
                "batch_id",
                "{uuid} REFERENCES batch (id)",
                "Drawn from this batch only",
            ),
            (
                "unit_id",
                "{uuid} REFERENCES unit (id)",
                "Drawn from papers of this unit only",
            ),
            (
                "from_us",
                "{time_us} NOT NULL",
                "Drawn from papers settled from this moment on",
            ),
            ("before_us", "{time_us} NOT NULL", "And before this one"),
            ("population", "integer NOT NULL", "Papers it was drawn from"),
            ("size", "integer NOT NULL", "Papers it holds"),
            (
                "certainty",
                "smallint NOT NULL",
                "Percent of certainty of its statement: 90, 95 or 99",
            ),
            (
                "margin",
                "double precision NOT NULL",
                "Points of percent by which the statement may be off",
            ),
            (
                "seed",
                "bigint NOT NULL",
                "What it was drawn with; the same seed draws the same papers",
            ),
            (
                "drawn_by",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who drew it",
            ),
            ("drawn_at_us", "{time_us} NOT NULL", "When"),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[("i_quality_sample_organisation", "(organisation_id, id)")],
    },
    Table {
        name: "quality_item",
        comment: "A paper of a sample",
        columns: &[
            (
                "sample_id",
                "{uuid} NOT NULL REFERENCES quality_sample (id)",
                "The sample",
            ),
            (
                "number",
                "integer NOT NULL",
                "In the order of the draw, from 1",
            ),
            (
                "document_id",
                "{uuid} NOT NULL REFERENCES document (id)",
                "The paper",
            ),
            (
                "operator_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who had settled its fields when it was drawn",
            ),
            (
                "taken_by",
                "{uuid} REFERENCES person (id)",
                "Who took it to key it",
            ),
            ("taken_at_us", "{time_us}", "When"),
            ("keyed_at_us", "{time_us}", "When it was keyed"),
        ],
        constraints: &["PRIMARY KEY (sample_id, number)"],
        clustered: true,
        indexes: &[("u_quality_item_document", "(document_id, sample_id)")],
    },
    Table {
        name: "keyed_value",
        comment: "A value that was keyed without being seen, beside the one registered then",
        columns: &[
            (
                "sample_id",
                "{uuid} NOT NULL REFERENCES quality_sample (id)",
                "The sample",
            ),
            ("number", "integer NOT NULL", "The paper in it"),
            ("field", "text NOT NULL", "The field"),
            ("registered", "text", "What was registered"),
            ("keyed", "text", "What was keyed"),
            (
                "differs",
                "boolean NOT NULL",
                "Whether they are not the same",
            ),
            (
                "verdict",
                "text",
                "Which is right: registered, keyed or third; none before it was judged",
            ),
            ("judged_value", "text", "The third value, where neither is"),
            (
                "judged_by",
                "{uuid} REFERENCES person (id)",
                "Who judged it",
            ),
            ("judged_at_us", "{time_us}", "When"),
        ],
        constraints: &["PRIMARY KEY (sample_id, number, field)"],
        clustered: true,
        indexes: &[(
            "i_keyed_value_open",
            "(sample_id, number) WHERE differs AND verdict IS NULL",
        )],
    },
];

//! Templates of instructions: what is often written and to whom, by kind and issuer.

use crate::schema::Table;

pub const TABLES: &[Table] = &[Table {
    name: "instruction_template",
    comment: "An instruction that is often given (mẫu bút phê); offered, never applied by itself",
    columns: &[
        ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
        (
            "organisation_id",
            "{uuid} NOT NULL REFERENCES organisation (id)",
            "Of which agency",
        ),
        (
            "owner_id",
            "{uuid} REFERENCES person (id)",
            "Who keeps it for himself; none where the whole agency uses it",
        ),
        ("revision", "bigint NOT NULL", "Counts its changes, from 1"),
        (
            "definition",
            "text NOT NULL",
            "Name, words, parts, term, urgency, kinds and issuers, as JSON",
        ),
        (
            "edited_at_us",
            "{time_us} NOT NULL",
            "When it was written last",
        ),
        (
            "edited_by",
            "{uuid} NOT NULL REFERENCES person (id)",
            "Who wrote it last",
        ),
        (
            "ended_at_us",
            "{time_us}",
            "Since when it is offered no more",
        ),
    ],
    constraints: &[],
    clustered: true,
    indexes: &[(
        "i_instruction_template_organisation",
        "(organisation_id, id) WHERE ended_at_us IS NULL",
    )],
}];

//! Agencies, units, posts, people and who holds which post. Keys that carry the agency make it
//! impossible to mix two agencies in one row.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "organisation",
        comment: "An agency (cơ quan); never renamed in place, a validity ends and a successor begins",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id, UUID version 7"),
            ("slug", "text NOT NULL", "Short name for the command line"),
            ("name", "text NOT NULL", "Full name"),
            ("valid_from", "{day} NOT NULL", "First day"),
            ("valid_to", "{day}", "Last day, if known"),
            (
                "successor_id",
                "{uuid} REFERENCES organisation (id)",
                "Who took over its papers",
            ),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[("u_organisation_slug", "(slug)")],
    },
    Table {
        name: "unit",
        comment: "A unit of an agency (đơn vị)",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency",
            ),
            ("parent_id", "{uuid}", "The unit above, of the same agency"),
            ("name", "text NOT NULL", "Name"),
            ("valid_from", "{day} NOT NULL", "First day"),
            ("valid_to", "{day}", "Last day, if known"),
        ],
        constraints: &[
            "UNIQUE (organisation_id, id)",
            "FOREIGN KEY (organisation_id, parent_id) REFERENCES unit (organisation_id, id)",
        ],
        clustered: true,
        indexes: &[("i_unit_parent", "(parent_id)")],
    },
    Table {
        name: "position",
        comment: "A post (chức vụ)",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency",
            ),
            (
                "unit_id",
                "{uuid}",
                "The unit, of the same agency; none for posts of the agency itself",
            ),
            ("title", "text NOT NULL", "Title"),
            (
                "role",
                "text NOT NULL",
                "Code of the role that the post gives its holder",
            ),
            ("valid_from", "{day} NOT NULL", "First day"),
            ("valid_to", "{day}", "Last day, if known"),
        ],
        constraints: &[
            "UNIQUE (organisation_id, id)",
            "FOREIGN KEY (organisation_id, unit_id) REFERENCES unit (organisation_id, id)",
        ],
        clustered: true,
        indexes: &[("i_position_unit", "(unit_id)")],
    },
    Table {
        name: "person",
        comment: "A person with an account",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "Whose account it is",
            ),
            ("login", "text NOT NULL", "Sign-in name, lower case"),
            ("name", "text NOT NULL", "Family, middle and given name"),
            (
                "valid_from",
                "{day} NOT NULL",
                "First day the account holds",
            ),
            ("valid_to", "{day}", "Last day, if known"),
        ],
        constraints: &["UNIQUE (organisation_id, id)"],
        clustered: true,
        indexes: &[("u_person_login", "(login)")],
    },
    Table {
        name: "holding",
        comment: "A person in a post of the same agency",
        columns: &[
            ("person_id", "{uuid} NOT NULL", "Who"),
            ("position_id", "{uuid} NOT NULL", "Which post"),
            ("organisation_id", "{uuid} NOT NULL", "The agency of both"),
            ("valid_from", "{day} NOT NULL", "First day"),
            ("valid_to", "{day}", "Last day, if known"),
        ],
        constraints: &[
            "PRIMARY KEY (person_id, position_id, valid_from)",
            "FOREIGN KEY (organisation_id, person_id) REFERENCES person (organisation_id, id)",
            "FOREIGN KEY (organisation_id, position_id) REFERENCES position (organisation_id, id)",
        ],
        clustered: true,
        indexes: &[("i_holding_organisation", "(organisation_id, position_id)")],
    },
];

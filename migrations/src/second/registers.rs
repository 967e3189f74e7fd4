//! Registers, the counter of each of their years, and one row for every number that left a
//! counter. Keys and unique indexes stand behind the counter: a number that is given twice or a
//! paper that is entered twice is refused by the database, whatever the program does.

use crate::schema::Table;

/// Columns that tables of the first schema gain.
pub const COLUMNS: &[&str] = &[
    "ALTER TABLE organisation ADD COLUMN abbreviation text",
    "ALTER TABLE unit ADD COLUMN abbreviation text",
];

pub const TABLES: &[Table] = &[
    Table {
        name: "register",
        comment: "A register (sổ đăng ký) of one agency: a series of numbers for each year",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id, UUID version 7"),
            (
                "organisation_id",
                "{uuid} NOT NULL REFERENCES organisation (id)",
                "The agency",
            ),
            ("book", "text NOT NULL", "incoming, outgoing or copies"),
            ("name", "text NOT NULL", "Name"),
            (
                "kinds",
                "text NOT NULL",
                "Codes of the kinds it holds as a JSON list; empty: every kind that no other register of the book names",
            ),
            (
                "form",
                "text NOT NULL",
                "Form of number and symbol, such as {number}/{kind}-{agency}",
            ),
            (
                "plain_form",
                "text",
                "Form for kinds without an abbreviation, such as {number}/{agency}-{unit}",
            ),
            (
                "abbreviation",
                "text",
                "What stands for the agency in the symbol, where it is not that of the agency",
            ),
            ("valid_from", "{day} NOT NULL", "First day"),
            ("valid_to", "{day}", "Last day, if known"),
            (
                "revision",
                "bigint NOT NULL",
                "Grows with every change, from 1",
            ),
        ],
        constraints: &[
            "UNIQUE (organisation_id, id)",
            "CHECK (book IN ('incoming', 'outgoing', 'copies'))",
        ],
        clustered: true,
        indexes: &[(
            "u_register_name",
            "(organisation_id, book, name) WHERE valid_to IS NULL",
        )],
    },
    Table {
        name: "register_year",
        comment: "A year of a register: the counter from which numbers are taken",
        columns: &[
            (
                "register_id",
                "{uuid} NOT NULL REFERENCES register (id)",
                "The register",
            ),
            ("year", "integer NOT NULL", "The year of the papers' dates"),
            (
                "last",
                "integer NOT NULL",
                "Last number taken; 0 before the first",
            ),
            (
                "last_on",
                "{day}",
                "Latest date of a paper numbered from the counter",
            ),
            ("opened_at_us", "{time_us} NOT NULL", "When it was opened"),
            (
                "opened_by",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who opened it or first used it",
            ),
            ("closed_at_us", "{time_us}", "When it was closed"),
            (
                "closed_by",
                "{uuid} REFERENCES person (id)",
                "Who closed it",
            ),
        ],
        constraints: &["PRIMARY KEY (register_id, year)", "CHECK (last >= 0)"],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "register_entry",
        comment: "A number that left the counter; never removed and never given again",
        columns: &[
            ("register_id", "{uuid} NOT NULL", "The register"),
            ("year", "integer NOT NULL", "The year"),
            ("number", "integer NOT NULL", "The number, from 1"),
            (
                "organisation_id",
                "{uuid} NOT NULL",
                "The agency of the register",
            ),
            (
                "state",
                "text NOT NULL",
                "used, reserved, given_up or cancelled",
            ),
            (
                "document_id",
                "{uuid} REFERENCES document (id)",
                "The paper, once there is one; stays when the number is cancelled",
            ),
            (
                "dated",
                "{day}",
                "Date that the paper bears in the register",
            ),
            ("code", "text", "Number and symbol as written"),
            (
                "symbol_code",
                "text",
                "The same where it has to be unique in the agency and year: not for arrival numbers",
            ),
            (
                "copy",
                "text",
                "Code of the kind of copy, in the book of copies",
            ),
            ("reserved_day", "{day}", "The day it is kept for"),
            ("reserved_unit_id", "{uuid}", "The unit it is kept for"),
            ("purpose", "text", "Why it was reserved"),
            ("reason", "text", "Why it was given up or cancelled"),
            (
                "taken_at_us",
                "{time_us} NOT NULL",
                "When it left the counter",
            ),
            (
                "taken_by",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who took or reserved it",
            ),
            (
                "changed_at_us",
                "{time_us} NOT NULL",
                "When it got its state",
            ),
            (
                "changed_by",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who gave it its state",
            ),
        ],
        constraints: &[
            "PRIMARY KEY (register_id, year, number)",
            "FOREIGN KEY (register_id, year) REFERENCES register_year (register_id, year)",
            "FOREIGN KEY (organisation_id, register_id) REFERENCES register (organisation_id, id)",
            "FOREIGN KEY (organisation_id, reserved_unit_id) REFERENCES unit (organisation_id, id)",
            "CHECK (number >= 1)",
            "CHECK (state IN ('used', 'reserved', 'given_up', 'cancelled'))",
            "CHECK ((state IN ('used', 'cancelled')) = (document_id IS NOT NULL))",
        ],
        clustered: true,
        indexes: &[
            (
                "u_register_entry_document",
                "(document_id) WHERE state = 'used' AND copy IS NULL",
            ),
            (
                "u_register_entry_symbol",
                "(organisation_id, year, symbol_code) WHERE symbol_code IS NOT NULL",
            ),
            (
                "i_register_entry_reserved",
                "(register_id, year, number) WHERE state = 'reserved'",
            ),
            ("i_register_entry_document", "(document_id)"),
        ],
    },
];

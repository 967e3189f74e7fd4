//! Passkeys, challenges and one-time codes of accounts.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "passkey",
        comment: "A key of a device with which a person signs in",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "person_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Whose",
            ),
            (
                "credential_id",
                "{bytes} NOT NULL",
                "Name the authenticator gave it",
            ),
            (
                "public_key",
                "{bytes} NOT NULL",
                "COSE key that its signatures are checked with",
            ),
            ("counter", "bigint NOT NULL", "Signatures it has counted"),
            ("name", "text NOT NULL", "What the person calls it"),
            ("created_at_us", "{time_us} NOT NULL", "When it was added"),
            ("last_used_at_us", "{time_us}", "When it last signed in"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[
            ("u_passkey_credential", "(credential_id)"),
            ("i_passkey_person", "(person_id, id)"),
        ],
    },
    Table {
        name: "passkey_challenge",
        comment: "A challenge that a passkey has still to answer; taken away by the first answer",
        columns: &[
            ("challenge", "{bytes} NOT NULL PRIMARY KEY", "Random bytes"),
            (
                "person_id",
                "{uuid} REFERENCES person (id)",
                "For whom a passkey is being added; none when somebody signs in",
            ),
            ("expires_at_us", "{time_us} NOT NULL", "Until when it holds"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[("i_passkey_challenge_expiry", "(expires_at_us)")],
    },
    Table {
        name: "one_time_code",
        comment: "The secret of an app that shows codes (TOTP)",
        columns: &[
            (
                "person_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES person (id)",
                "Whose",
            ),
            ("secret", "{bytes} NOT NULL", "Secret shared with the app"),
            (
                "confirmed_at_us",
                "{time_us}",
                "Since when codes are asked for; none until the first code was right",
            ),
            (
                "last_step",
                "bigint NOT NULL",
                "Step of 30 seconds whose code was used last; none is taken twice",
            ),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[],
    },
];

//! Secrets of accounts (hashes only), sessions, tokens, recorded sign-ins and kept answers.

use crate::schema::Table;

pub const TABLES: &[Table] = &[
    Table {
        name: "credential",
        comment: "What signing in needs of an account",
        columns: &[
            (
                "person_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES person (id)",
                "Who",
            ),
            (
                "password_hash",
                "text",
                "argon2id in PHC form; none when no password was set",
            ),
            (
                "failure_count",
                "integer NOT NULL",
                "Wrong passwords in a row",
            ),
            ("locked_until_us", "{time_us}", "Locked until then"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "session",
        comment: "A signed-in browser",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id; not the secret"),
            (
                "secret_hash",
                "{bytes} NOT NULL",
                "SHA-256 of the secret in the cookie",
            ),
            ("person_id", "{uuid} NOT NULL REFERENCES person (id)", "Who"),
            ("started_at_us", "{time_us} NOT NULL", "Since"),
            ("last_seen_at_us", "{time_us} NOT NULL", "Last request"),
            ("user_agent", "text NOT NULL", "Browser as it named itself"),
            ("revoked_at_us", "{time_us}", "When it was ended"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[
            ("u_session_secret", "(secret_hash)"),
            ("i_session_person", "(person_id, id)"),
        ],
    },
    Table {
        name: "api_token",
        comment: "A key with which a program calls in somebody's name",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id; not the secret"),
            ("secret_hash", "{bytes} NOT NULL", "SHA-256 of the secret"),
            (
                "person_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "In whose name",
            ),
            ("name", "text NOT NULL", "What it is for"),
            (
                "scopes",
                "text NOT NULL",
                "Codes of what it may do, separated by blanks",
            ),
            ("created_at_us", "{time_us} NOT NULL", "When it was made"),
            ("expires_on", "{day} NOT NULL", "Last day it holds"),
            ("revoked_at_us", "{time_us}", "When it was ended"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[
            ("u_api_token_secret", "(secret_hash)"),
            ("i_api_token_person", "(person_id, id)"),
        ],
    },
    Table {
        name: "sign_in",
        comment: "A recorded sign-in, accepted or not",
        columns: &[
            ("id", "{serial}", "Order of recording"),
            ("at_us", "{time_us} NOT NULL", "When"),
            (
                "person_id",
                "{uuid} REFERENCES person (id)",
                "Who, if the account exists",
            ),
            ("outcome", "text NOT NULL", "Code of how it ended"),
            ("address", "text NOT NULL", "Network address it came from"),
        ],
        constraints: &[],
        clustered: false,
        indexes: &[("i_sign_in_person", "(person_id, id)")],
    },
    Table {
        name: "remembered_answer",
        comment: "The answer given under an idempotency key, repeated when the request is",
        columns: &[
            (
                "person_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who asked",
            ),
            ("answer_key", "text NOT NULL", "Idempotency key"),
            (
                "request_hash",
                "{bytes} NOT NULL",
                "SHA-256 of method, path and body",
            ),
            ("status", "smallint NOT NULL", "HTTP status"),
            ("body", "text NOT NULL", "JSON body"),
            ("created_at_us", "{time_us} NOT NULL", "When"),
        ],
        constraints: &["PRIMARY KEY (person_id, answer_key)"],
        clustered: false,
        indexes: &[("i_remembered_answer_created", "(created_at_us)")],
    },
    Table {
        name: "saved_search",
        comment: "A search that a person keeps",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "person_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Whose",
            ),
            ("name", "text NOT NULL", "Name as shown"),
            ("query", "text NOT NULL", "Query string of the search page"),
            ("created_at_us", "{time_us} NOT NULL", "When it was kept"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[("i_saved_search_person", "(person_id)")],
    },
];

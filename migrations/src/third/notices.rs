//! Who was told what, by which way, and what became of it; the choices of each person; the devices
//! that show notices and the key they know the office by.

use crate::schema::Table;

/// Nobody is told anew what happened before there were notices.
pub const ROWS: &[&str] = &[
    "INSERT INTO notice_position (organisation_id, seq) SELECT organisation_id, seq FROM event_head",
];

pub const TABLES: &[Table] = &[
    Table {
        name: "notice_position",
        comment: "Up to which event of an agency people were told; moved in the transaction that tells them",
        columns: &[
            (
                "organisation_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES organisation (id)",
                "Whose events",
            ),
            ("seq", "bigint NOT NULL", "Place of the last event followed"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "notice",
        comment: "One person is told one thing by one event",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            ("organisation_id", "{uuid} NOT NULL", "Whose event"),
            ("seq", "bigint NOT NULL", "Place of the event in its chain"),
            (
                "person_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Who is told",
            ),
            (
                "document_id",
                "{uuid} REFERENCES document (id)",
                "The paper it is about",
            ),
            ("task_id", "{uuid}", "The task it is about"),
            ("task_kind", "text", "What that task asks for"),
            ("code", "text NOT NULL", "Why, as a code"),
            ("urgency", "text NOT NULL", "How urgently, as a code"),
            (
                "rank",
                "smallint NOT NULL",
                "The urgency as a number, the most urgent lowest",
            ),
            (
                "on_behalf_of",
                "{uuid} REFERENCES person (id)",
                "For whom, where the person stands in",
            ),
            ("due_at_us", "{time_us}", "By when it is due"),
            ("at_us", "{time_us} NOT NULL", "When it happened"),
            ("seen_at_us", "{time_us}", "When the person saw it"),
            (
                "digest_id",
                "{uuid}",
                "The delivery of the digest that has it",
            ),
        ],
        constraints: &[
            "FOREIGN KEY (organisation_id, seq) REFERENCES event (organisation_id, seq)",
        ],
        clustered: true,
        indexes: &[
            ("u_notice_person", "(organisation_id, seq, person_id)"),
            (
                "i_notice_unseen",
                "(person_id, rank, id) WHERE seen_at_us IS NULL",
            ),
            ("i_notice_of_person", "(person_id, id)"),
            ("i_notice_seq", "(person_id, seq)"),
            ("i_notice_digest", "(digest_id) WHERE digest_id IS NOT NULL"),
        ],
    },
    Table {
        name: "notice_delivery",
        comment: "A mail or a push on its way to somebody, and what became of it",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "organisation_id",
                "{uuid} NOT NULL",
                "The agency of the person",
            ),
            (
                "person_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "To whom",
            ),
            (
                "notice_id",
                "{uuid} REFERENCES notice (id)",
                "What it tells; none for a digest",
            ),
            ("channel", "text NOT NULL", "Code: mail, push"),
            (
                "device_id",
                "{uuid}",
                "The device a push goes to, which may be gone",
            ),
            (
                "digest_at_us",
                "{time_us}",
                "The moment of a digest; it tells the notices that name it",
            ),
            (
                "state",
                "text NOT NULL",
                "Code: waiting, failed (tried again), sent, given_up, dropped (not needed any more)",
            ),
            ("attempts", "integer NOT NULL", "How often it was tried"),
            ("next_at_us", "{time_us}", "When it is tried next"),
            ("error", "text", "Code of the last failure"),
            (
                "changed_at_us",
                "{time_us} NOT NULL",
                "When the state changed last",
            ),
        ],
        constraints: &[
            "CHECK (channel IN ('mail', 'push'))",
            "CHECK (state IN ('waiting', 'failed', 'sent', 'given_up', 'dropped'))",
            "CHECK ((notice_id IS NULL) <> (digest_at_us IS NULL))",
            "CHECK ((channel = 'push') = (device_id IS NOT NULL))",
        ],
        clustered: true,
        indexes: &[
            (
                "u_notice_delivery_mail",
                "(notice_id) WHERE channel = 'mail' AND notice_id IS NOT NULL",
            ),
            (
                "u_notice_delivery_push",
                "(notice_id, device_id) WHERE channel = 'push'",
            ),
            (
                "u_notice_delivery_digest",
                "(person_id, digest_at_us) WHERE digest_at_us IS NOT NULL",
            ),
            (
                "i_notice_delivery_trouble",
                "(organisation_id, changed_at_us) WHERE error IS NOT NULL",
            ),
            (
                "i_notice_delivery_open",
                "(organisation_id, channel, state) WHERE state IN ('waiting', 'failed')",
            ),
        ],
    },
    Table {
        name: "push_subscription",
        comment: "A device that shows what its person is told",
        columns: &[
            ("id", "{uuid} NOT NULL PRIMARY KEY", "Id"),
            (
                "person_id",
                "{uuid} NOT NULL REFERENCES person (id)",
                "Whose notices it shows",
            ),
            (
                "endpoint",
                "text NOT NULL",
                "Where its push service takes messages",
            ),
            (
                "public_key",
                "{bytes} NOT NULL",
                "Public key of the device (RFC 8291)",
            ),
            (
                "auth",
                "{bytes} NOT NULL",
                "Secret of the device (RFC 8291)",
            ),
            (
                "label",
                "text NOT NULL",
                "What kind of device, as it says itself",
            ),
            ("made_at_us", "{time_us} NOT NULL", "Since when"),
            ("sent_at_us", "{time_us}", "When it last took a message"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[
            ("u_push_subscription_endpoint", "(endpoint)"),
            ("i_push_subscription_person", "(person_id)"),
        ],
    },
    Table {
        name: "push_key",
        comment: "The key by which push services know this installation (RFC 8292); one row",
        columns: &[
            ("id", "smallint NOT NULL PRIMARY KEY", "Always 1"),
            ("secret", "{bytes} NOT NULL", "Private key on P-256"),
            ("made_at_us", "{time_us} NOT NULL", "When it was made"),
        ],
        constraints: &["CHECK (id = 1)"],
        clustered: true,
        indexes: &[],
    },
    Table {
        name: "notice_preference",
        comment: "How a person wants to hear of what concerns him",
        columns: &[
            (
                "person_id",
                "{uuid} NOT NULL PRIMARY KEY REFERENCES person (id)",
                "Who",
            ),
            ("choice", "text NOT NULL", "Address, ways and hours as JSON"),
            ("changed_at_us", "{time_us} NOT NULL", "When it was chosen"),
        ],
        constraints: &[],
        clustered: true,
        indexes: &[],
    },
];

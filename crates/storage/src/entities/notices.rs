//! Notices, their deliveries, devices, choices.

pub(crate) mod notice_position {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice_position")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        pub seq: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod notice {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub seq: i64,
        pub person_id: Uuid,
        pub document_id: Option<Uuid>,
        pub task_id: Option<Uuid>,
        pub task_kind: Option<String>,
        pub code: String,
        pub urgency: String,
        pub rank: i16,
        pub on_behalf_of: Option<Uuid>,
        pub due_at_us: Option<i64>,
        pub at_us: i64,
        pub seen_at_us: Option<i64>,
        pub digest_id: Option<Uuid>,
        pub withdrawn_seq: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod notice_delivery {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice_delivery")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub person_id: Uuid,
        pub notice_id: Option<Uuid>,
        pub channel: String,
        pub device_id: Option<Uuid>,
        pub digest_at_us: Option<i64>,
        pub state: String,
        pub attempts: i32,
        pub next_at_us: Option<i64>,
        pub error: Option<String>,
        pub changed_at_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod push_subscription {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "push_subscription")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub endpoint: String,
        pub public_key: Vec<u8>,
        pub auth: Vec<u8>,
        pub label: String,
        pub made_at_us: i64,
        pub sent_at_us: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod push_key {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "push_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i16,
        pub secret: Vec<u8>,
        pub made_at_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod notice_preference {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice_preference")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        pub choice: String,
        pub changed_at_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

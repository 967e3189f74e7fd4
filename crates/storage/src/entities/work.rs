//! Events with their heads, and jobs.

pub(crate) mod event_head {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_head")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        pub seq: i64,
        pub hash: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod event {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at_us: i64,
        pub actor_id: Option<Uuid>,
        pub kind: String,
        pub subject: String,
        pub payload: String,
        pub previous: Vec<u8>,
        pub hash: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod job {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Option<Uuid>,
        pub kind: String,
        pub payload: String,
        pub priority: i16,
        pub turn: i64,
        pub due_at_us: i64,
        pub job_key: Option<String>,
        pub attempts: i32,
        pub lease_owner: Option<String>,
        pub last_error: Option<String>,
        pub dead_at_us: Option<i64>,
        pub created_at_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod job_clock {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job_clock")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub priority: i16,
        pub turn: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

//! Delegations, widened rights, who follows and who opened what.

pub(crate) mod delegation {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "delegation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub giver_id: Uuid,
        pub receiver_id: Uuid,
        pub capacity: String,
        pub scope: String,
        pub from_us: i64,
        pub to_us: i64,
        pub reason: String,
        pub paper: Option<String>,
        pub given_at_us: i64,
        pub begun_at_us: Option<i64>,
        pub ended_at_us: Option<i64>,
        pub ended_by: Option<Uuid>,
        pub settled_at_us: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod follow {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "follow")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub document_id: Uuid,
        pub since_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod widening {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "widening")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub document_id: Uuid,
        pub organisation_id: Uuid,
        pub principal_id: i64,
        pub reason: String,
        pub asked_by: Uuid,
        pub asked_at_us: i64,
        pub until_us: Option<i64>,
        pub decided_by: Option<Uuid>,
        pub decided_at_us: Option<i64>,
        pub confirmed: Option<bool>,
        pub ended_by: Option<Uuid>,
        pub ended_at_us: Option<i64>,
        #[sea_orm(belongs_to, from = "principal_id", to = "id")]
        pub principal: BelongsTo<crate::entities::papers::principal::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod reading_log {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reading_log")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub hour: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub what: String,
        pub on_behalf_of: Option<Uuid>,
        pub first_at_us: i64,
        pub last_at_us: i64,
        pub times: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

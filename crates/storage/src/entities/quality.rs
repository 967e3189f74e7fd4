//! How sure readings are, what was settled, and the pages of each day.

pub(crate) mod reading {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "reading_quality")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document_id: Uuid,
        pub organisation_id: Uuid,
        pub unit_id: Option<Uuid>,
        pub batch_id: Option<Uuid>,
        pub least: i16,
        pub unsure: String,
        pub page_confidence: f32,
        pub pages: i32,
        pub read_at_us: i64,
        pub settled_at_us: Option<i64>,
        pub settled_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod settled_field {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "settled_field")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        pub confidence: Option<i16>,
        pub kept: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod recognition_day {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recognition_day")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: TimeDate,
        pub pages: i32,
        pub blank: i32,
        pub failed: i32,
        pub measured: i32,
        pub cpu_ms: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

//! Samples that are keyed a second time, their papers, and what was keyed.

pub(crate) mod sample {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "quality_sample")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub batch_id: Option<Uuid>,
        pub unit_id: Option<Uuid>,
        pub from_us: i64,
        pub before_us: i64,
        pub population: i32,
        pub size: i32,
        pub certainty: i16,
        pub margin: f64,
        pub seed: i64,
        pub drawn_by: Uuid,
        pub drawn_at_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod item {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "quality_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub sample_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub document_id: Uuid,
        pub operator_id: Uuid,
        pub taken_by: Option<Uuid>,
        pub taken_at_us: Option<i64>,
        pub keyed_at_us: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod keyed_value {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "keyed_value")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub sample_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        pub registered: Option<String>,
        pub keyed: Option<String>,
        pub differs: bool,
        pub verdict: Option<String>,
        pub judged_value: Option<String>,
        pub judged_by: Option<Uuid>,
        pub judged_at_us: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

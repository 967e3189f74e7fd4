//! Pages that are recognised, suggestions read from them, what clerks made of them.

pub(crate) mod page_recognition {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "page_recognition")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub file_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub state: String,
        pub trouble: Option<String>,
        pub confidence: Option<f32>,
        pub turn: i16,
        pub finished_at_us: Option<i64>,
        pub cpu_ms: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod suggestion {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "suggestion")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub document_id: Uuid,
        pub file_id: Uuid,
        pub field: String,
        pub value: String,
        pub confidence: i16,
        pub page: i32,
        pub places: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod learnt_value {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "learnt_value")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub organisation_id: Uuid,
        pub issuer_key: String,
        pub field: String,
        pub read_value: String,
        pub settled_value: String,
        pub times: i32,
        pub changed_at_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

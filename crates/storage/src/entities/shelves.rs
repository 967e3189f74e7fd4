//! Lists of shelves and their rows.

pub(crate) mod list {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "shelf_list")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub batch_id: Uuid,
        pub bad: String,
        pub added_by: Uuid,
        pub added_at_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "shelf_row")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub batch_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub line: i32,
        pub code: Option<String>,
        pub issued_on: Option<TimeDate>,
        pub issuer: Option<String>,
        pub subject: Option<String>,
        pub sheets: Option<i32>,
        pub pages: Option<i32>,
        pub container: Option<String>,
        pub dossier: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

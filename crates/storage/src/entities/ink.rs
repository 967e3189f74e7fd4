//! Pen strokes on pages.

pub(crate) mod layer {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ink_layer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub file_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub page: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        pub file_hash: Vec<u8>,
        pub shared: bool,
        pub strokes: String,
        pub revision: i64,
        pub saved_at_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

//! Templates of instructions.

pub(crate) mod template {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "instruction_template")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub owner_id: Option<Uuid>,
        pub revision: i64,
        pub definition: String,
        pub edited_at_us: i64,
        pub edited_by: Uuid,
        pub ended_at_us: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

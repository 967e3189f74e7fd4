//! Consignments and what became of them.

pub(crate) mod consignment {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consignment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub from_id: Uuid,
        pub sent_document_id: Uuid,
        pub to_id: Uuid,
        pub received_document_id: Uuid,
        pub sent_at_us: i64,
        pub sent_by: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod consignment_status {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consignment_status")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub consignment_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub at_us: i64,
        pub by_id: Option<Uuid>,
        pub reason: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

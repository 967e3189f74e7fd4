//! Batches, their scans and pages, arrangements, and the papers made of them.

pub(crate) mod batch {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub unit_id: Option<Uuid>,
        pub name: String,
        pub splits_at_blanks: bool,
        pub revision: i32,
        pub opened_by: Option<Uuid>,
        pub opened_at_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod scan {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch_scan")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub batch_id: Uuid,
        pub name: String,
        pub blob_id: i64,
        pub media_type: String,
        pub page_count: Option<i32>,
        pub state: String,
        pub trouble: Option<String>,
        pub source: Option<String>,
        pub added_at_us: i64,
        #[sea_orm(belongs_to, from = "blob_id", to = "id")]
        pub blob: BelongsTo<crate::entities::papers::blob::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod page {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch_page")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub scan_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub sheet: Option<String>,
        pub blank: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod revision {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch_revision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub batch_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub undoes_to: Option<i32>,
        pub arrangement: String,
        pub made_by: Option<Uuid>,
        pub made_at_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod paper {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch_paper")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub batch_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub document_id: Option<Uuid>,
        pub made_of: Option<String>,
        pub trouble: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

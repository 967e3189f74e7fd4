//! Papers, blobs, files, pages, principals, grants.

pub(crate) mod document {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "document")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub unit_id: Option<Uuid>,
        pub captured_at_us: i64,
        pub captured_by: Option<Uuid>,
        pub revision: i64,
        pub subject: Option<String>,
        pub kind: Option<String>,
        pub code: Option<String>,
        pub issuer: Option<String>,
        pub signer: Option<String>,
        pub issued_on: Option<TimeDate>,
        pub direction: Option<String>,
        pub register: Option<String>,
        pub urgency: String,
        #[sea_orm(has_many)]
        pub files: HasMany<super::file::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod blob {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "blob")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub hash: Vec<u8>,
        pub size_bytes: i64,
        pub checked_at_us: i64,
        pub trouble: Option<String>,
        #[sea_orm(has_many)]
        pub files: HasMany<super::file::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod file {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "file")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub document_id: Uuid,
        pub ordinal: i32,
        pub name: String,
        pub blob_id: i64,
        pub media_type: String,
        pub state: String,
        pub trouble: Option<String>,
        pub page_count: Option<i32>,
        pub contained_in: Option<Uuid>,
        #[sea_orm(belongs_to, from = "document_id", to = "id")]
        pub document: BelongsTo<super::document::Entity>,
        #[sea_orm(belongs_to, from = "blob_id", to = "id")]
        pub blob: BelongsTo<super::blob::Entity>,
        #[sea_orm(has_many)]
        pub pages: HasMany<super::page::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod page {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "page")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub file_id: Uuid,
        pub number: i32,
        pub width_pt: f32,
        pub height_pt: f32,
        pub text: String,
        pub words: Option<Vec<u8>>,
        #[sea_orm(belongs_to, from = "file_id", to = "id")]
        pub file: BelongsTo<super::file::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod principal {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "principal")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        #[sea_orm(has_many)]
        pub grants: HasMany<super::document_grant::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod document_grant {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "document_grant")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub document_id: Uuid,
        pub principal_id: i64,
        pub cause: String,
        pub reference: String,
        pub granted_at_us: i64,
        pub ended_at_us: Option<i64>,
        #[sea_orm(belongs_to, from = "principal_id", to = "id")]
        pub principal: BelongsTo<super::principal::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

//! Registers, their years, their numbers.

pub(crate) mod register {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "register")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub book: String,
        pub name: String,
        pub kinds: String,
        pub form: String,
        pub plain_form: Option<String>,
        pub abbreviation: Option<String>,
        pub valid_from: TimeDate,
        pub valid_to: Option<TimeDate>,
        pub revision: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod register_year {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "register_year")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub register_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub year: i32,
        pub last: i32,
        pub last_on: Option<TimeDate>,
        pub opened_at_us: i64,
        pub opened_by: Uuid,
        pub closed_at_us: Option<i64>,
        pub closed_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod register_entry {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "register_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub register_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub year: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub organisation_id: Uuid,
        pub state: String,
        pub document_id: Option<Uuid>,
        pub dated: Option<TimeDate>,
        pub code: Option<String>,
        pub symbol_code: Option<String>,
        pub copy: Option<String>,
        pub reserved_day: Option<TimeDate>,
        pub reserved_unit_id: Option<Uuid>,
        pub purpose: Option<String>,
        pub reason: Option<String>,
        pub taken_at_us: i64,
        pub taken_by: Uuid,
        pub changed_at_us: i64,
        pub changed_by: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

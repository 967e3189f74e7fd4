//! Days that agencies have entered, and their office hours.

pub(crate) mod calendar_day {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_day")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: TimeDate,
        pub kind: String,
        pub name: String,
        pub source: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod office_hours {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "office_hours")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        pub morning_from: i16,
        pub morning_to: i16,
        pub afternoon_from: i16,
        pub afternoon_to: i16,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

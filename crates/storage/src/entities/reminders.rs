//! Reminders of dates.

pub(crate) mod reminder_settings {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reminder_settings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        pub hours_before: Option<i16>,
        pub percent_passed: Option<i16>,
        pub on_the_day: bool,
        pub head_days: Option<i16>,
        pub chief_days: Option<i16>,
        pub leader_days: Option<i16>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod due_alarm {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "due_alarm")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub task_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub threshold: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub due_at_us: i64,
        pub at_us: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

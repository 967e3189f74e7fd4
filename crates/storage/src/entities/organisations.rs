//! Agencies, units, posts, people, holdings.

pub(crate) mod organisation {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub slug: String,
        pub name: String,
        pub valid_from: TimeDate,
        pub valid_to: Option<TimeDate>,
        pub successor_id: Option<Uuid>,
        pub abbreviation: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod unit {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub parent_id: Option<Uuid>,
        pub name: String,
        pub valid_from: TimeDate,
        pub valid_to: Option<TimeDate>,
        pub abbreviation: Option<String>,
        #[sea_orm(has_many)]
        pub positions: HasMany<super::position::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod position {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "position")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub unit_id: Option<Uuid>,
        pub title: String,
        pub role: String,
        pub valid_from: TimeDate,
        pub valid_to: Option<TimeDate>,
        #[sea_orm(belongs_to, from = "unit_id", to = "id")]
        pub unit: BelongsTo<Option<super::unit::Entity>>,
        #[sea_orm(has_many)]
        pub holdings: HasMany<super::holding::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod person {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub login: String,
        pub name: String,
        pub valid_from: TimeDate,
        pub valid_to: Option<TimeDate>,
        #[sea_orm(has_one)]
        pub credential: HasOne<super::super::identity::credential::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod holding {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "holding")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position_id: Uuid,
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub valid_from: TimeDate,
        pub valid_to: Option<TimeDate>,
        #[sea_orm(belongs_to, from = "position_id", to = "id")]
        pub position: BelongsTo<super::position::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

//! Papers on their way: tasks, remarks, dates set anew, answers.

pub(crate) mod case {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "work")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document_id: Uuid,
        pub organisation_id: Uuid,
        pub direction: String,
        pub revision: i64,
        pub ended_at_us: Option<i64>,
        pub outcome: Option<String>,
        pub dossier: Option<String>,
        pub way_back: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod task {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "task")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub document_id: Uuid,
        pub organisation_id: Uuid,
        pub kind: String,
        pub parent_id: Option<Uuid>,
        pub assignee_id: i64,
        pub holder_id: Option<Uuid>,
        pub given_by: Option<Uuid>,
        pub given_for: Option<Uuid>,
        pub remark_id: Option<Uuid>,
        pub asks_confirmation: bool,
        pub urgency: String,
        pub opened_at_us: i64,
        pub due_at_us: Option<i64>,
        pub due_term: Option<String>,
        pub place: i64,
        pub accepted_at_us: Option<i64>,
        pub closed_at_us: Option<i64>,
        pub closed_by: Option<Uuid>,
        pub closed_for: Option<Uuid>,
        pub outcome: Option<String>,
        pub stage: Option<i16>,
        pub look_at_us: Option<i64>,
        #[sea_orm(belongs_to, from = "assignee_id", to = "id")]
        pub assignee: BelongsTo<crate::entities::papers::principal::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod remark {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "remark")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub document_id: Uuid,
        pub task_id: Option<Uuid>,
        pub author_id: Uuid,
        pub on_behalf_of: Option<Uuid>,
        pub at_us: i64,
        pub kind: String,
        pub text: String,
        pub undone_at_us: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod due_change {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "due_change")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub task_id: Uuid,
        pub at_us: i64,
        pub by_id: Option<Uuid>,
        pub before_us: Option<i64>,
        pub after_us: Option<i64>,
        pub cause: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod answer {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "answer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub answer_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

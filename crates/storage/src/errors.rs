//! What can go wrong below the operations.

use std::error::Error as StdError;
use std::io;

use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

/// A failure of the database or the blob store.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The row or blob must exist and does not.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// A unique or foreign key refused the write; names the constraint or columns.
    #[error("conflict on {0}")]
    Conflict(String),
    /// The row was changed since the caller read it.
    #[error("changed meanwhile")]
    Stale,
    /// Kept data contradicts itself; the text names what and where.
    #[error("corrupt: {0}")]
    Corrupt(String),
    /// The disk or the store has no room.
    #[error("no space left")]
    Full,
    /// The database or the store does not answer; trying again later may help.
    #[error("storage unavailable: {0}")]
    Unavailable(String),
}

impl From<DbErr> for StorageError {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::Exec(RuntimeErr::SqlxError(source))
            | DbErr::Query(RuntimeErr::SqlxError(source))
            | DbErr::Conn(RuntimeErr::SqlxError(source)) => from_sqlx(source),
            DbErr::Type(_) | DbErr::Json(_) | DbErr::TryIntoErr { .. } => {
                Self::Corrupt(error.to_string())
            }
            DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated => Self::NotFound("row"),
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

fn from_sqlx(error: &sqlx::Error) -> StorageError {
    match error {
        sqlx::Error::Database(refusal) => from_refusal(refusal.as_ref()),
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
            StorageError::Corrupt(error.to_string())
        }
        _ if is_full(error) => StorageError::Full,
        _ => StorageError::Unavailable(error.to_string()),
    }
}

/// Reads the code of the database. Messages name constraints, columns and files, never values;
/// details, which would, are left out.
fn from_refusal(refusal: &dyn sqlx::error::DatabaseError) -> StorageError {
    let code = refusal.code().unwrap_or_default();
    let sqlite = refusal
        .try_downcast_ref::<sqlx::sqlite::SqliteError>()
        .is_some();
    if refusal.is_unique_violation() || refusal.is_foreign_key_violation() {
        return StorageError::Conflict(constraint(refusal));
    }
    let full = if sqlite {
        primary(&code) == 13
    } else {
        &*code == "53100"
    };
    let corrupt = if sqlite {
        matches!(primary(&code), 11 | 26)
    } else {
        code.starts_with("XX")
    };
    if full {
        StorageError::Full
    } else if corrupt {
        StorageError::Corrupt(refusal.message().to_owned())
    } else {
        StorageError::Unavailable(format!("{} ({code})", refusal.message()))
    }
}

/// SQLite's primary result code is the low byte of the extended one.
fn primary(code: &str) -> u32 {
    code.parse::<u32>().unwrap_or_default() & 0xff
}

fn constraint(refusal: &dyn sqlx::error::DatabaseError) -> String {
    let named = refusal.constraint().map(str::to_owned);
    named.unwrap_or_else(|| {
        let message = refusal.message();
        message
            .rsplit_once(": ")
            .map_or(message, |(_, columns)| columns)
            .to_owned()
    })
}

/// Says whether a failure, or what caused it, is a full disk.
fn is_full(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let io = error.downcast_ref::<io::Error>();
        let kind = io.map(io::Error::kind);
        if matches!(
            kind,
            Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
        ) {
            return true;
        }
        // An I/O error around another error does not name it as its source.
        let inner = io
            .and_then(io::Error::get_ref)
            .map(|inner| inner as &(dyn StdError + 'static));
        cause = inner.or_else(|| error.source());
    }
    false
}

impl From<object_store::Error> for StorageError {
    fn from(error: object_store::Error) -> Self {
        match &error {
            object_store::Error::NotFound { .. } => Self::NotFound("blob"),
            _ if is_full(&error) => Self::Full,
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<io::Error> for StorageError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound("local file"),
            _ if is_full(&error) => Self::Full,
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::fmt;

    use sqlx::error::{DatabaseError, ErrorKind};

    use super::*;

    /// A refusal as PostgreSQL gives it, with nothing but its code (SQLSTATE).
    #[derive(Debug)]
    struct Refusal(&'static str);

    impl fmt::Display for Refusal {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.message())
        }
    }

    impl StdError for Refusal {}

    impl DatabaseError for Refusal {
        fn message(&self) -> &'static str {
            "refused"
        }

        fn code(&self) -> Option<Cow<'_, str>> {
            Some(self.0.into())
        }

        fn as_error(&self) -> &(dyn StdError + Send + Sync + 'static) {
            self
        }

        fn as_error_mut(&mut self) -> &mut (dyn StdError + Send + Sync + 'static) {
            self
        }

        fn into_error(self: Box<Self>) -> Box<dyn StdError + Send + Sync + 'static> {
            self
        }

        fn kind(&self) -> ErrorKind {
            ErrorKind::Other
        }
    }

    #[test]
    fn codes_of_postgresql_become_what_callers_can_act_on() {
        let told = |code: &'static str| {
            let error = sqlx::Error::Database(Box::new(Refusal(code)));
            StorageError::from(DbErr::Exec(RuntimeErr::SqlxError(error.into())))
        };
        assert!(matches!(told("53100"), StorageError::Full), "disk full");
        assert!(matches!(told("XX001"), StorageError::Corrupt(_)));
        // Out of memory, too many connections and shutting down pass by themselves; a full disk does not.
        for code in ["53200", "53300", "57P01"] {
            assert!(matches!(told(code), StorageError::Unavailable(_)), "{code}");
        }
    }
}

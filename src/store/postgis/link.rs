//! The connection of a transaction, which may still be sending what was given to it before: while
//! PostgreSQL takes one batch in, the next is read and made ready.

use sqlx::PgConnection;
use sqlx::Postgres;
use sqlx::Transaction;
use tokio::task::JoinHandle;

use crate::domain::Collection;
use crate::store::StoreError;
use crate::store::error::asking;
use crate::store::layers::table;
use crate::store::postgis::lines::Lines;

type Sent = Result<Transaction<'static, Postgres>, StoreError>;

pub(super) enum Link {
    Idle(Transaction<'static, Postgres>),
    Sending(JoinHandle<Sent>),
    /// Something failed: what is half done must not be committed.
    Lost,
}

impl Link {
    /// The connection, once all that was given to it has arrived.
    pub async fn connection(&mut self) -> Result<&mut PgConnection, StoreError> {
        *self = Self::Idle(self.take().await?);
        match self {
            Self::Idle(transaction) => Ok(transaction),
            _ => Err(StoreError::Stopped { what: "writing" }),
        }
    }

    /// Begins to send, after what was given before; what fails is told by the next call.
    pub async fn send(&mut self, lines: Vec<Lines>) -> Result<(), StoreError> {
        let mut transaction = self.take().await?;
        *self = Self::Sending(tokio::spawn(async move {
            for lines in lines {
                copy(&mut transaction, lines).await?;
            }
            Ok(transaction)
        }));
        Ok(())
    }

    /// Until the end of the transaction nobody else may write to the table, which others wait for
    /// anyway; readers do not notice. Says whether it was done: who waits for us with the table locked
    /// must not be waited for, and what somebody has set otherwise stays.
    pub async fn put_trigger_aside(&mut self, collection: &Collection) -> Result<bool, StoreError> {
        let failed = || asking(format!("preparing {}", collection.name));
        let connection = self.connection().await?;
        let is_ours = sqlx::query_scalar(
            "SELECT EXISTS (SELECT FROM pg_trigger
             WHERE tgrelid = $1::regclass AND tgname = 'luzhang_inserted' AND tgenabled = 'O')",
        );
        let is_ours: bool = is_ours.bind(table(collection)).fetch_one(&mut *connection).await.map_err(failed())?;
        if !is_ours {
            return Ok(false);
        }
        // Shorter than PostgreSQL waits before it looks for a deadlock.
        let put = format!(
            "SAVEPOINT aside; SET LOCAL lock_timeout = '100ms'; ALTER TABLE {} DISABLE TRIGGER luzhang_inserted;
             SET LOCAL lock_timeout = '30s'",
            table(collection)
        );
        let is_put = sqlx::raw_sql(sqlx::AssertSqlSafe(put)).execute(&mut *connection).await.is_ok();
        let then = if is_put { "RELEASE aside" } else { "ROLLBACK TO aside; RELEASE aside" };
        sqlx::raw_sql(then).execute(connection).await.map_err(failed())?;
        Ok(is_put)
    }

    pub async fn put_trigger_back(&mut self, collection: &str) -> Result<(), StoreError> {
        let put = format!("ALTER TABLE \"{collection}\" ENABLE TRIGGER luzhang_inserted");
        let done = sqlx::raw_sql(sqlx::AssertSqlSafe(put)).execute(self.connection().await?).await;
        done.map(|_| ()).map_err(asking(format!("finishing {collection}")))
    }

    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.take().await?.commit().await.map_err(asking("committing"))
    }

    async fn take(&mut self) -> Sent {
        let stopped = || StoreError::Stopped { what: "writing" };
        match std::mem::replace(self, Self::Lost) {
            Self::Idle(transaction) => Ok(transaction),
            Self::Sending(sending) => sending.await.map_err(|_cause| stopped())?,
            Self::Lost => Err(stopped()),
        }
    }
}

pub(super) async fn copy(connection: &mut PgConnection, lines: Lines) -> Result<(), StoreError> {
    let Lines { table, columns, text } = lines;
    if text.is_empty() {
        return Ok(());
    }
    let failed = || asking(format!("writing {table}"));
    let mut sending = connection.copy_in_raw(&format!("COPY {table} ({columns}) FROM STDIN")).await.map_err(failed())?;
    sending.send(text.as_bytes()).await.map_err(failed())?;
    sending.finish().await.map_err(failed())?;
    Ok(())
}

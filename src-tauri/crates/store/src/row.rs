//! How times, JSON and keys stand in a row.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use sqlx::{Row, sqlite::SqliteRow};

/// RFC 3339 in UTC, always of the same width, so that the order of texts is the order of times.
pub(crate) fn time_text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// The present, as it stands in a row.
pub(crate) fn now() -> String {
    time_text(Utc::now())
}

/// A new key: UUID version 7, which sorts by time of making.
pub(crate) fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// The JSON of a column.
pub(crate) fn json(row: &SqliteRow, column: &str) -> Result<Value, sqlx::Error> {
    parse(column, &row.try_get::<String, _>(column)?)
}

/// The JSON of a column that may be null.
pub(crate) fn json_or_none(row: &SqliteRow, column: &str) -> Result<Option<Value>, sqlx::Error> {
    row.try_get::<Option<String>, _>(column)?.map(|text| parse(column, &text)).transpose()
}

fn parse(column: &str, text: &str) -> Result<Value, sqlx::Error> {
    serde_json::from_str(text).map_err(|error| sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: Box::new(error),
    })
}

//! An answer in JSON as lines for people: facts first, then each list with a line of its own heads.

use std::fmt::Write;

use serde_json::Value;

/// Facts as `name: value`, lists of records as tables with tabs between the columns; what is not known is `?`.
pub fn table(answer: &Value) -> String {
    let mut text = String::new();
    let Value::Object(members) = answer else { return format!("{}\n", word(answer)) };
    for (name, value) in members {
        match value {
            Value::Array(rows) if rows.iter().all(Value::is_object) => rows_of(&mut text, name, rows),
            value => drop(writeln!(text, "{name}: {}", word(value))),
        }
    }
    text
}

fn rows_of(text: &mut String, name: &str, rows: &[Value]) {
    let _ = writeln!(text, "\n{name}: {}", rows.len());
    let Some(Value::Object(first)) = rows.first() else { return };
    let heads: Vec<&str> = first.keys().map(|key| &**key).collect();
    let _ = writeln!(text, "{}", heads.join("\t"));
    for row in rows {
        let cells: Vec<String> = heads.iter().map(|head| word(&row[*head])).collect();
        let _ = writeln!(text, "{}", cells.join("\t"));
    }
}

/// A value in one cell: no tab and no line end of the data breaks the table.
fn word(value: &Value) -> String {
    match value {
        Value::Null => "?".to_owned(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.replace(['\t', '\n', '\r'], " "),
        Value::Array(list) => list.iter().map(word).collect::<Vec<_>>().join(if is_nested(list) { "; " } else { ", " }),
        Value::Object(members) => {
            members.iter().map(|(name, value)| format!("{name} {}", word(value))).collect::<Vec<_>>().join(" ")
        }
    }
}

fn is_nested(list: &[Value]) -> bool {
    list.iter().any(Value::is_object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn facts_come_first_and_lists_are_tables() {
        let answer = json!({"on": "2024-05-01", "filled": null, "rows": [
            {"code": "P1", "office": "a\tb", "posts": [{"code": "X", "filled": true}]},
            {"code": "P2", "office": null, "posts": []},
        ]});
        let expected =
            "on: 2024-05-01\nfilled: ?\n\nrows: 2\ncode\toffice\tposts\nP1\ta b\tcode X filled yes\nP2\t?\t\n";
        assert_eq!(table(&answer), expected);
    }
}

//! The rules of the plans: those with which the program was built, or newer ones from a folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use anyhow::ensure;

use crate::policy::RuleBook;

/// The files of a folder of rules, one by one; those of the program without a folder.
pub fn rules_in(folder: Option<&Path>) -> anyhow::Result<Arc<RuleBook>> {
    let Some(folder) = folder else { return Ok(Arc::new(RuleBook::embedded().clone())) };
    let shown = folder.display();
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading the rules in {shown}"))? {
        let path = entry.with_context(|| format!("reading the rules in {shown}"))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            texts.push((name, text));
        }
    }
    ensure!(!texts.is_empty(), "{shown} has no rules; give a folder of .toml files, as data/rules of the program");
    texts.sort();
    Ok(Arc::new(RuleBook::from_texts(&texts).with_context(|| format!("the rules in {shown}"))?))
}

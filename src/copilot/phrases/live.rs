//! The phrases of tenants, compiled. What was compiled of a version is kept, for that tenant only.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{in_lang, read};
use crate::copilot::{Copilot, Error};
use crate::intents::{Grammar, Pack};
use crate::store::packs;

/// Most packs that are kept compiled.
const KEPT: usize = 500;

type Key = (String, &'static str);

/// The packs that are compiled, by tenant and language.
#[derive(Default)]
pub(in crate::copilot) struct Packs(Mutex<HashMap<Key, Compiled>>);

struct Compiled {
    version: i64,
    /// What it was compiled with: a changed folder has other rules.
    grammar: Arc<Grammar>,
    pack: Option<Arc<Pack>>,
}

impl Packs {
    fn get(&self, key: &Key, version: i64, with: &Arc<Grammar>) -> Option<Option<Arc<Pack>>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.get(key)?;
        (found.version == version && Arc::ptr_eq(&found.grammar, with)).then(|| found.pack.clone())
    }

    fn keep(&self, key: Key, compiled: Compiled) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT && !kept.contains_key(&key) {
            kept.clear();
        }
        kept.insert(key, compiled);
    }
}

impl Copilot {
    /// What the tenant has taught in this language, compiled; none when it has taught nothing.
    pub(in crate::copilot) async fn pack(
        &self,
        tenant: &str,
        grammar: &Arc<Grammar>,
    ) -> Result<Option<Arc<Pack>>, Error> {
        let version = packs::version(&self.store, tenant).await?;
        if version == 0 {
            return Ok(None);
        }
        let lang = grammar.lang().code();
        let key = (tenant.to_owned(), lang);
        if let Some(pack) = self.packs.get(&key, version, grammar) {
            return Ok(pack);
        }
        let kept = packs::get(&self.store, tenant, version).await?;
        let phrases = kept.map_or_else(|| Ok(Vec::new()), |kept| read(&kept.phrases))?;
        let phrases = in_lang(&phrases, lang);
        let pack = (!phrases.is_empty()).then(|| {
            let (pack, faults) = grammar.pack(version, &phrases);
            for (phrase, fault) in faults {
                tracing::warn!(tenant, phrase, ?fault, "a phrase is no longer understood");
            }
            Arc::new(pack)
        });
        let compiled = Compiled {
            version,
            grammar: Arc::clone(grammar),
            pack: pack.clone(),
        };
        self.packs.keep(key, compiled);
        Ok(pack)
    }
}

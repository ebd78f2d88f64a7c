//! The vendors' interfaces, to look requests up in.

use serde_json::Value;

use super::files;
use super::schema::{Node, Spec};
use crate::crm::{Provider, request::Built};

/// The vendors' interfaces, patched, and the table of what a proxy does.
pub(super) struct Contracts {
    specs: Vec<(Provider, Spec)>,
    pub table: Value,
}

impl Contracts {
    pub fn load() -> Option<Self> {
        let folder = files::folder()?;
        let shared = files::shared(&folder);
        let mut specs = Vec::new();
        for (_, doc) in files::gohighlevel(&folder) {
            let shared = shared.clone();
            specs.push((Provider::GoHighLevel, Spec { doc, shared }));
        }
        let doc = files::hubspot(&folder);
        let shared = Value::Null;
        specs.push((Provider::HubSpot, Spec { doc, shared }));
        Some(Self {
            specs,
            table: files::read(&folder.join("proxy-operations.json")),
        })
    }

    /// The operation that answers a request, and the path that it stands under: the most literal one that fits.
    pub fn operation(&self, provider: Provider, built: &Built) -> Option<(Node<'_>, Node<'_>)> {
        let method = built.method.as_str().to_lowercase();
        let mut found = Vec::new();
        for (_, spec) in self.specs.iter().filter(|(of, _)| *of == provider) {
            let paths = spec.root().get("paths")?;
            for path in paths
                .node
                .as_object()?
                .keys()
                .filter(|path| fits(path, built, provider))
            {
                let node = paths.get(path)?;
                found.extend(
                    node.get(&method)
                        .map(|operation| (path.matches('{').count(), operation, node)),
                );
            }
        }
        found.sort_by_key(|(parameters, ..)| *parameters);
        found
            .first()
            .map(|(_, operation, node)| (*operation, *node))
    }

    /// The entries of the table that describe this very request.
    pub fn methods(&self, provider: Provider, built: &Built) -> Vec<Value> {
        let methods = self.table[provider.as_str()]["methods"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let same = |call: &&Value| {
            call["http"] == built.method.as_str()
                && same_path(call["path"].as_str().unwrap_or("-"), built.template)
        };
        match provider {
            Provider::GoHighLevel => methods.iter().filter(same).cloned().collect(),
            Provider::HubSpot => {
                let calls = methods
                    .iter()
                    .filter_map(|method| method["calls"].as_array())
                    .flatten();
                calls.filter(same).cloned().collect()
            }
        }
    }
}

/// GoHighLevel's rows are written as its files have them, trailing slash and names included. HubSpot's name the kind of
/// object, where its file has a parameter.
fn fits(path: &str, built: &Built, provider: Provider) -> bool {
    match provider {
        Provider::GoHighLevel => path == built.template,
        Provider::HubSpot => same_path(path, built.template),
    }
}

/// Segment by segment, `{}` standing for anything.
fn same_path(one: &str, other: &str) -> bool {
    let (one, other): (Vec<_>, Vec<_>) = (one.split('/').collect(), other.split('/').collect());
    let same = |(a, b): (&&str, &&str)| a == b || a.starts_with('{') || b.starts_with('{');
    one.len() == other.len() && one.iter().zip(&other).all(same)
}

//! Every request that a proxy can send, against the vendors' published interfaces.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{LOCATION, noon, published::Contracts, samples, schema::Node};
use crate::crm::{
    Home, Provider,
    proxy::vendor,
    request::{Built, Setting, build},
    rows::{Asked, Does, Endpoint, Request},
};

/// Sent although the published schema does not name it; the row says why.
const UNPUBLISHED: &[(&str, &str)] = &[(
    "/contacts/{contactId}",
    "body/companyName: is not in the schema",
)];

#[test]
fn every_request_fits_the_vendors_interface() {
    let Some(contracts) = Contracts::load() else {
        return;
    };
    let mut faults = Vec::new();
    for_every_request(|provider, endpoint, request, _, built| {
        let found = contracts.operation(provider, built);
        let Some((operation, path)) = found else {
            faults.push(format!(
                "{}: no {} {}",
                endpoint.operation,
                request.method.as_str(),
                request.path
            ));
            return;
        };
        for fault in faults_of(built, operation, &path) {
            if !UNPUBLISHED.contains(&(request.path, fault.as_str())) {
                faults.push(format!(
                    "{} {}: {fault}",
                    provider.as_str(),
                    endpoint.operation
                ));
            }
        }
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_spoiled_request_does_not_fit() {
    let Some(contracts) = Contracts::load() else {
        return;
    };
    for_every_request(|provider, _, request, _, built| {
        let (operation, path) = contracts.operation(provider, built).expect("an operation");
        let faults = |spoiled: &Built| faults_of(spoiled, operation, &path).len();
        let usual = faults(built);
        let spoil = |change: &dyn Fn(&mut Built)| {
            let mut spoiled = built.clone();
            change(&mut spoiled);
            assert!(
                faults(&spoiled) > usual,
                "{} {}",
                request.method.as_str(),
                request.path
            );
        };
        spoil(&|built| built.version = Some("2020-02-02"));
        spoil(&|built| built.url.set_query(Some("unheard_of=1")));
        spoil(&|built| match &mut built.body {
            Some(Value::Object(body)) => drop(body.insert("unheardOf".to_owned(), json!(1))),
            Some(body) => *body = json!({ "a": "mapping" }),
            None => built.body = Some(json!([])),
        });
    });
}

#[test]
fn every_request_fits_the_table_of_proxy_methods() {
    // In the vendor's own files, but in no row of the table.
    const NOT_IN_THE_TABLE: &[&str] = &[
        "/opportunities/{id} GET",
        "/calendars/{calendarId}/free-slots GET",
        "/contacts/{contactId}/appointments GET",
        "/locations/{locationId}/tasks/search POST",
        "/contacts/upsert POST",
        "/contacts/{contactId}/tasks/{taskId}/completed PUT",
        "/locations/{locationId}/tags GET",
        "/conversations/{conversationId} GET",
        "/conversations/messages/{id} GET",
        "/conversations/messages/{messageId}/schedule DELETE",
        "/conversations/messages/email/{emailMessageId}/schedule DELETE",
        "/users/ GET",
        "/crm/objects/2026-09/contacts/batch/upsert POST",
        "/crm/owners/2026-09 GET",
        "/crm/associations/2026-09/meetings/contacts/batch/read POST",
        "/crm/associations/2026-09/commerce_payments/contacts/batch/read POST",
        "/crm/objects/2026-09/deals/{objectId} GET",
        "/crm/associations/2026-09/deals/contacts/batch/read POST",
        "/crm/associations/2026-09/tasks/contacts/batch/read POST",
    ];
    let Some(contracts) = Contracts::load() else {
        return;
    };
    let mut faults = Vec::new();
    for_every_request(|provider, endpoint, request, _, built| {
        let what = format!("{} {}", request.path, request.method.as_str());
        let methods = contracts.methods(provider, built);
        if methods.is_empty() && !NOT_IN_THE_TABLE.contains(&what.as_str()) {
            faults.push(format!("{what}: not in the table"));
        }
        // Several methods share a request; it has to fit one of them.
        let fitting = methods.iter().any(|method| {
            let scopes = method["scopes"]
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or_default();
            let version = method.get("version").and_then(Value::as_str);
            let needed = method
                .pointer("/body/required")
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let given = |name: &Value| {
                built
                    .body
                    .as_ref()
                    .is_some_and(|body| body.get(name.as_str().unwrap_or_default()).is_some())
            };
            scopes
                .iter()
                .all(|scope| endpoint.scopes.iter().any(|ours| scope == ours))
                && version == request.version
                && needed.iter().all(given)
        });
        if !methods.is_empty() && !fitting {
            faults.push(format!(
                "{what}: scopes, version or mandatory fields differ from the table"
            ));
        }
    });
    let ids = &contracts.table["hubspot"]["association_type_ids"];
    let ours = json!({ "deal_to_contact": 3, "note_to_contact": 202, "task_to_contact": 204, "meeting_to_contact": 200 });
    for (name, id) in ours.as_object().into_iter().flatten() {
        if ids.get(name) != Some(id) {
            faults.push(format!("association {name}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_documented_answer_becomes_a_record() {
    let Some(contracts) = Contracts::load() else {
        return;
    };
    let mut faults = Vec::new();
    for_every_request(|provider, endpoint, request, args, built| {
        let Some((operation, _)) = contracts.operation(provider, built) else {
            return;
        };
        let Some(responses) = operation.get("responses") else {
            return;
        };
        let success = ["200", "201"]
            .iter()
            .find_map(|status| responses.get(status)?.at("/content/application~1json"));
        let answer = match success {
            Some(content) => content.get("example").map_or_else(
                || {
                    content
                        .get("schema")
                        .map_or(Value::Null, |schema| schema.sample(6))
                },
                |example| example.node.clone(),
            ),
            None => Value::Null,
        };
        let asked = Asked {
            args,
            home: &Home::default(),
        };
        let record = answer
            .pointer(request.answer)
            .and_then(|part| (request.record)(part, &asked));
        if record.is_none() {
            faults.push(format!("{} {}: {answer}", endpoint.operation, request.path));
        }
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_samples_make_every_call_of_every_row() {
    let mut made = BTreeSet::new();
    for_every_request(|provider, endpoint, request, _, _| {
        made.insert((
            provider.as_str(),
            endpoint.operation,
            request.path,
            request.method.as_str(),
        ));
    });
    for provider in Provider::ALL {
        for (operation, method, path) in crate::crm::requests(provider) {
            assert!(
                made.contains(&(provider.as_str(), operation, path, method)),
                "no sample makes {operation} {method} {path}"
            );
        }
    }
}

/// Calls `see` with each request that comes out of a row and sample arguments.
fn for_every_request(mut see: impl FnMut(Provider, &Endpoint, &Request, &Value, &Built)) {
    for provider in Provider::ALL {
        let setting = Setting {
            provider,
            base_url: "https://crm.example",
            location_id: Some(LOCATION),
            now: noon(),
        };
        for endpoint in vendor(provider).endpoints() {
            for args in samples::of(provider, endpoint.operation) {
                let calls = match &endpoint.does {
                    Does::Request(request) => vec![(*request, args)],
                    Does::Steps { preview, .. } => preview(&args),
                    Does::Free(_) => Vec::new(),
                };
                for (request, args) in calls {
                    let built = build(request, &args, &setting)
                        .unwrap_or_else(|e| panic!("{}: {e:?}", endpoint.operation));
                    see(provider, endpoint, request, &args, &built);
                }
            }
        }
    }
}

fn faults_of(built: &Built, operation: Node<'_>, path: &Node<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let parameters = [operation.get("parameters"), path.get("parameters")];
    let parameters: Vec<_> = parameters
        .into_iter()
        .flatten()
        .flat_map(Node::items)
        .collect();
    let mut query: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in built.url.query_pairs() {
        query
            .entry(name.into_owned())
            .or_default()
            .push(value.into_owned());
    }
    for parameter in &parameters {
        let (name, place) = (
            parameter.text("name").unwrap_or_default(),
            parameter.text("in").unwrap_or_default(),
        );
        let schema = parameter.get("schema");
        let given = match (place, name) {
            ("header", "Version") => built.version.map(|version| json!(version)),
            ("query", name) => query.remove(name).map(|values| typed(&values, schema)),
            _ => continue,
        };
        match (given, schema) {
            (None, _) if parameter.is("required") => {
                faults.push(format!("{place} {name}: is mandatory"))
            }
            (Some(value), Some(schema)) => {
                faults.extend(schema.faults(&value, &format!("{place}/{name}")))
            }
            _ => {}
        }
    }
    faults.extend(
        query
            .keys()
            .map(|name| format!("query {name}: is not in the interface")),
    );
    if built.version.is_some()
        && !parameters
            .iter()
            .any(|parameter| parameter.text("name") == Some("Version"))
    {
        faults.push("header Version: is not in the interface".to_owned());
    }
    let wanted = operation.get("requestBody");
    match (
        &built.body,
        wanted.and_then(|wanted| wanted.at("/content/application~1json/schema")),
    ) {
        (Some(body), Some(schema)) => faults.extend(schema.faults(body, "body")),
        (Some(_), None) => faults.push("body: none is wanted".to_owned()),
        (None, _) if wanted.is_some_and(|wanted| wanted.is("required")) => {
            faults.push("body: is mandatory".to_owned())
        }
        (None, _) => {}
    }
    faults
}

/// A query value as the type that the schema wants, where it can be read as one.
fn typed(values: &[String], schema: Option<Node<'_>>) -> Value {
    let number = |text: &str| {
        serde_json::from_str::<Value>(text)
            .ok()
            .filter(|value| value.is_number() || value.is_boolean())
    };
    match schema.and_then(|schema| schema.text("type")) {
        Some("array") => json!(values),
        Some("number" | "integer" | "boolean") => {
            number(&values[0]).unwrap_or_else(|| json!(values[0]))
        }
        _ => json!(values[0]),
    }
}

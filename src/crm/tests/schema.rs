//! A small checker of JSON against the schemas in OpenAPI files: as much as the vendors' files use.

use serde_json::{Map, Value, json};

/// One OpenAPI file, and the one that it refers to.
pub(super) struct Spec {
    pub doc: Value,
    pub shared: Value,
}

/// A place in a file.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    spec: &'a Spec,
    doc: &'a Value,
    pub node: &'a Value,
}

impl Spec {
    pub fn root(&self) -> Node<'_> {
        Node {
            spec: self,
            doc: &self.doc,
            node: &self.doc,
        }
    }
}

impl<'a> Node<'a> {
    /// Follows `$ref`, into the shared file as well.
    fn resolved(self) -> Self {
        let Some(reference) = self.node.get("$ref").and_then(Value::as_str) else {
            return self;
        };
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let doc = if file.is_empty() {
            self.doc
        } else {
            &self.spec.shared
        };
        let node = doc
            .pointer(pointer)
            .unwrap_or_else(|| panic!("{reference} leads nowhere"));
        Node { doc, node, ..self }.resolved()
    }

    pub fn get(self, key: &str) -> Option<Self> {
        let here = self.resolved();
        here.node
            .get(key)
            .map(|node| Node { node, ..here }.resolved())
    }

    pub fn at(self, pointer: &str) -> Option<Self> {
        let key = |key: &str| key.replace("~1", "/").replace("~0", "~");
        pointer
            .split('/')
            .skip(1)
            .try_fold(self, |node, part| node.get(&key(part)))
    }

    pub fn items(self) -> Vec<Self> {
        let here = self.resolved();
        let items = here.node.as_array().map(Vec::as_slice).unwrap_or_default();
        items
            .iter()
            .map(|node| Node { node, ..here }.resolved())
            .collect()
    }

    fn list(self, key: &str) -> Vec<Self> {
        self.get(key).map(Self::items).unwrap_or_default()
    }

    pub fn text(self, key: &str) -> Option<&'a str> {
        self.get(key)?.node.as_str()
    }

    fn number(self, key: &str) -> Option<f64> {
        self.get(key)?.node.as_f64()
    }

    pub fn is(self, key: &str) -> bool {
        self.get(key).is_some_and(|node| *node.node == true)
    }

    /// Everything about `value` that this schema forbids or, for members of objects, does not name.
    pub fn faults(self, value: &Value, at: &str) -> Vec<String> {
        let here = self.resolved();
        if value.is_null() && here.is("nullable") {
            return Vec::new();
        }
        let mut faults: Vec<String> = here
            .list("allOf")
            .iter()
            .flat_map(|part| part.faults(value, at))
            .collect();
        for choice in ["anyOf", "oneOf"] {
            let choices = here.list(choice);
            if !choices.is_empty()
                && choices
                    .iter()
                    .all(|part| !part.faults(value, at).is_empty())
            {
                faults.push(format!("{at}: fits none of {choice}"));
            }
        }
        if let Some(kind) = here.text("type")
            && !is_a(kind, value)
        {
            faults.push(format!("{at}: {value} is no {kind}"));
        }
        if let Some(allowed) = here.get("enum")
            && !allowed
                .node
                .as_array()
                .is_some_and(|allowed| allowed.contains(value))
        {
            faults.push(format!("{at}: {value} is not among {}", allowed.node));
        }
        match value {
            Value::Object(members) => here.object_faults(members, at, &mut faults),
            Value::Array(items) => {
                if here
                    .number("minItems")
                    .is_some_and(|least| (items.len() as f64) < least)
                    || here
                        .number("maxItems")
                        .is_some_and(|most| items.len() as f64 > most)
                {
                    faults.push(format!("{at}: {} items", items.len()));
                }
                if let Some(schema) = here.get("items") {
                    faults.extend(
                        items
                            .iter()
                            .enumerate()
                            .flat_map(|(i, item)| schema.faults(item, &format!("{at}/{i}"))),
                    );
                }
            }
            Value::String(text) => {
                let length = text.chars().count() as f64;
                if here.number("minLength").is_some_and(|least| length < least)
                    || here.number("maxLength").is_some_and(|most| length > most)
                {
                    faults.push(format!("{at}: {length} characters"));
                }
                let pattern = here
                    .text("pattern")
                    .map(|pattern| regex::Regex::new(pattern).expect("a pattern"));
                if pattern.is_some_and(|pattern| !pattern.is_match(text)) {
                    faults.push(format!("{at}: {text} does not fit its pattern"));
                }
            }
            Value::Number(number) => {
                let number = number.as_f64().unwrap_or_default();
                if here.number("minimum").is_some_and(|least| number < least)
                    || here.number("maximum").is_some_and(|most| number > most)
                {
                    faults.push(format!("{at}: {number} is out of range"));
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
        faults
    }

    fn object_faults(self, members: &Map<String, Value>, at: &str, faults: &mut Vec<String>) {
        for name in self
            .list("required")
            .iter()
            .filter_map(|name| name.node.as_str())
        {
            if !members.contains_key(name) {
                faults.push(format!("{at}/{name}: is mandatory"));
            }
        }
        let other = self
            .get("additionalProperties")
            .filter(|other| other.node.is_object());
        for (name, value) in members {
            let at = format!("{at}/{name}");
            match (self.get("properties").and_then(|all| all.get(name)), other) {
                (Some(schema), _) | (None, Some(schema)) => {
                    faults.extend(schema.faults(value, &at))
                }
                (None, None) if self.get("properties").is_some() => {
                    faults.push(format!("{at}: is not in the schema"))
                }
                (None, None) => {}
            }
        }
    }

    /// A value of this schema, from its examples where it has some.
    pub fn sample(self, depth: usize) -> Value {
        let here = self.resolved();
        if let Some(example) = here.get("example") {
            return example.node.clone();
        }
        if let Some(first) = here.get("enum").and_then(|all| all.node.get(0)) {
            return first.clone();
        }
        if let Some(part) = here
            .list("allOf")
            .first()
            .or(here.list("anyOf").first())
            .or(here.list("oneOf").first())
        {
            return part.sample(depth);
        }
        match here.text("type") {
            Some("array") if depth > 0 => here
                .get("items")
                .map_or(json!([]), |item| json!([item.sample(depth - 1)])),
            Some("array") => json!([]),
            Some("integer" | "number") => json!(1),
            Some("boolean") => json!(true),
            Some("object") | None => {
                let properties = here.get("properties").filter(|_| depth > 0);
                let names = properties
                    .and_then(|all| all.node.as_object())
                    .map(|all| all.keys());
                let member =
                    |name: &String| Some((name.clone(), properties?.get(name)?.sample(depth - 1)));
                Value::Object(names.into_iter().flatten().filter_map(member).collect())
            }
            Some(_) => json!("text"),
        }
    }
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => true,
    }
}

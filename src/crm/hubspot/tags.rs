//! Tags, each kept as a manual list of contacts with the tag's name.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use crate::crm::{
    Error, convert,
    line::Line,
    record::text,
    records::Tagged,
    rows::{Asked, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

const SCOPES: &[&str] = &["crm.lists.read", "crm.lists.write"];

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "add_tags",
        scopes: SCOPES,
        does: Does::Steps {
            calls: &[&FIND, &MAKE, &ADD],
            preview: adding,
            run: |line, args| add(line, args).boxed(),
        },
    },
    Endpoint {
        operation: "remove_tags",
        scopes: SCOPES,
        does: Does::Steps {
            calls: &[&FIND, &REMOVE],
            preview: removing,
            run: remove,
        },
    },
];

pub(super) static FIND: Request = Request {
    method: Method::Get,
    path: "/crm/lists/2026-09/object-type-id/{objectTypeId}/name/{listName}",
    version: None,
    reads: true,
    fields: &[
        Field::fixed(Place::Path("objectTypeId"), Fixed::Text("0-1")),
        Field::path("tag", "listName"),
    ],
    answer: "/list",
    record: list,
};

pub(super) static MAKE: Request = Request {
    method: Method::Post,
    path: "/crm/lists/2026-09",
    version: None,
    reads: false,
    fields: &[
        Field::body("tag", "/name").required().via(convert::text),
        Field::fixed(Place::Body("/objectTypeId"), Fixed::Text("0-1")),
        Field::fixed(Place::Body("/processingType"), Fixed::Text("MANUAL")),
    ],
    answer: "/list",
    record: list,
};

pub(super) static ADD: Request = Request {
    method: Method::Put,
    path: "/crm/lists/2026-09/{listId}/memberships/add",
    version: None,
    reads: false,
    fields: MEMBERS,
    answer: "",
    record: changed,
};

static REMOVE: Request = Request {
    method: Method::Put,
    path: "/crm/lists/2026-09/{listId}/memberships/remove",
    version: None,
    reads: false,
    fields: MEMBERS,
    answer: "",
    record: changed,
};

/// The body is the list of contact ids itself.
const MEMBERS: &[Field] = &[
    Field::path("list", "listId"),
    Field::body("contact", "").required().via(convert::texts),
];

fn list(list: &Value, _: &Asked<'_>) -> Option<Value> {
    Some(
        json!({ "id": text(list, "/listId")?, "manual": text(list, "/processingType")? == "MANUAL" }),
    )
}

fn changed(answer: &Value, args: &Asked<'_>) -> Option<Value> {
    let missing = answer.get("recordIdsMissing").and_then(Value::as_array);
    let contact = args.get("contact")?;
    Some(json!({ "missing": missing.is_some_and(|missing| missing.contains(contact)) }))
}

/// The calls that adding makes. Whether a list has to be made is known only then, so each is shown.
pub(super) fn adding(args: &Value) -> Vec<(&'static Request, Value)> {
    let calls = convert::words(args, "tags").into_iter().flat_map(|tag| {
        let args = json!({ "contact": args["contact"], "tag": tag, "list": "{listId}" });
        [(&FIND, args.clone()), (&MAKE, args.clone()), (&ADD, args)]
    });
    calls.collect()
}

fn removing(args: &Value) -> Vec<(&'static Request, Value)> {
    let calls = convert::words(args, "tags").into_iter().flat_map(|tag| {
        let args = json!({ "contact": args["contact"], "tag": tag, "list": "{listId}" });
        [(&FIND, args.clone()), (&REMOVE, args)]
    });
    calls.collect()
}

/// Puts the contact on a list per tag, making the lists that are not there.
pub(super) async fn add(line: &Line, args: &Value) -> Result<Value, Error> {
    let tags = wanted(args)?;
    for (at, tag) in tags.iter().enumerate() {
        let step = add_one(line, &args["contact"], tag).await;
        step.map_err(|error| part_done(error, at, "some of the tags were added", args))?;
    }
    Ok(tagged(args))
}

async fn add_one(line: &Line, contact: &Value, tag: &str) -> Result<(), Error> {
    let mut asked = json!({ "contact": contact, "tag": tag });
    let list = match line.call(&FIND, &asked).await {
        Err(Error::NotFound) => match line.call(&MAKE, &asked).await {
            // Somebody else may have made it just now; then it is there, and as good.
            Err(error @ (Error::Invalid { .. } | Error::Conflict { .. })) => {
                line.call(&FIND, &asked).await.map_err(|_| error)?
            }
            made => made?,
        },
        found => found?,
    };
    asked["list"] = manual(&list)?;
    there(&line.call(&ADD, &asked).await?)
}

fn remove<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let tags = wanted(args)?;
        for (at, tag) in tags.iter().enumerate() {
            let step = remove_one(line, &args["contact"], tag).await;
            step.map_err(|error| part_done(error, at, "some of the tags were removed", args))?;
        }
        Ok(tagged(args))
    }
    .boxed()
}

/// Which lists the contact is in is not told.
fn tagged(args: &Value) -> Value {
    json!(Tagged {
        contact: text(args, "/contact"),
        tags: None,
    })
}

async fn remove_one(line: &Line, contact: &Value, tag: &str) -> Result<(), Error> {
    let mut asked = json!({ "contact": contact, "tag": tag });
    let list = match line.call(&FIND, &asked).await {
        // No list, so nobody has the tag.
        Err(Error::NotFound) => return Ok(()),
        found => found?,
    };
    asked["list"] = manual(&list)?;
    line.call(&REMOVE, &asked).await.map(|_| ())
}

fn wanted(args: &Value) -> Result<Vec<String>, Error> {
    if text(args, "/contact").is_none() {
        return Err(Error::invalid("contact is missing", "contact"));
    }
    let tags = convert::words(args, "tags");
    if tags.is_empty() {
        Err(Error::invalid("tags is missing", "tags"))
    } else {
        Ok(tags)
    }
}

fn manual(list: &Value) -> Result<Value, Error> {
    if list["manual"] == true {
        return Ok(list["id"].clone());
    }
    Err(Error::Conflict {
        message: "the list of this name fills itself by rules, so nobody can be put on it by hand"
            .to_owned(),
    })
}

fn there(change: &Value) -> Result<(), Error> {
    if change["missing"] == true {
        Err(Error::NotFound)
    } else {
        Ok(())
    }
}

fn part_done(error: Error, tags_done: usize, done: &'static str, args: &Value) -> Error {
    if tags_done == 0 {
        error
    } else {
        error.after(done, text(args, "/contact"))
    }
}

//! Posts on the location's social media, and the accounts that they go to.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::JULY_2021;
use crate::crm::{
    Error, convert,
    line::Line,
    record::{deleted, first_text, limit, list, text, texts, time},
    records::{Record, SocialAccount, SocialPost},
    rows::{Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

const READ: &[&str] = &["socialplanner/post.readonly"];
const LARGEST_PAGE: u64 = 100;

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_social_accounts",
        scopes: &["socialplanner/account.readonly"],
        does: Does::Request(&ACCOUNTS),
    },
    Endpoint {
        operation: "create_social_post",
        scopes: &["socialplanner/post.write"],
        does: Does::Request(&CREATE),
    },
    Endpoint {
        operation: "get_social_post",
        scopes: READ,
        does: Does::Request(&GET),
    },
    Endpoint {
        operation: "list_social_posts",
        scopes: READ,
        does: Does::Request(&LIST),
    },
    Endpoint {
        operation: "update_social_post",
        scopes: &["socialplanner/post.readonly", "socialplanner/post.write"],
        does: Does::Steps {
            calls: &[&GET, &UPDATE],
            preview: |args| vec![(&GET, args.clone()), (&UPDATE, args.clone())],
            run: update,
        },
    },
    Endpoint {
        operation: "delete_social_post",
        scopes: &["socialplanner/post.write"],
        does: Does::Request(&DELETE),
    },
];

// The vendor has no parameter for the platform.
static ACCOUNTS: Request = Request {
    method: Method::Get,
    path: "/social-media-posting/{locationId}/accounts",
    version: JULY_2021,
    reads: true,
    fields: &[Field::location(Place::Path("locationId"))],
    answer: "/results",
    record: |results, args| {
        let wanted = text(args, "/platform").map(|platform| platform.to_lowercase());
        let mut accounts = list(results, "/accounts", |account| {
            SocialAccount {
                id: text(account, "/id")?,
                name: text(account, "/name"),
                platform: text(account, "/platform").map(|platform| platform.to_lowercase()),
                expired: account
                    .get("isExpired")
                    .and_then(Value::as_bool)
                    .unwrap_or(false),
            }
            .of(account)
        })?;
        accounts.retain(|account| {
            wanted
                .as_deref()
                .is_none_or(|wanted| account["platform"] == wanted)
        });
        Some(json!({ "accounts": accounts }))
    },
};

static CREATE: Request = Request {
    method: Method::Post,
    path: "/social-media-posting/{locationId}/posts",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::location(Place::Path("locationId")),
        Field::fixed(Place::Body("/type"), Fixed::Text("post")),
        Field::body("accounts", "/accountIds")
            .required()
            .via(convert::texts),
        Field::body("user", "/userId").required().via(convert::text),
        Field::body("message", "/summary")
            .required()
            .via(convert::text),
        Field::fixed(Place::Body("/media"), Fixed::List(&[])),
        Field::composed(Place::Body("/status"), status),
        Field::body("start", "/scheduleDate").via(convert::utc),
    ],
    answer: "",
    record: |answer, args| {
        // The published schema makes the post optional here.
        let created = answer.pointer("/results/post")?;
        let mut record = post(created)?;
        fill_in(&mut record, args);
        Some(record)
    },
};

static GET: Request = Request {
    method: Method::Get,
    path: "/social-media-posting/{locationId}/posts/{id}",
    version: JULY_2021,
    reads: true,
    fields: &[
        Field::location(Place::Path("locationId")),
        Field::path("post", "id"),
    ],
    answer: "/results/post",
    record: |answer, _| post(answer),
};

// The published schema wants texts for all of these, numbers and flags included.
static LIST: Request = Request {
    method: Method::Post,
    path: "/social-media-posting/{locationId}/posts/list",
    version: JULY_2021,
    reads: true,
    fields: &[
        Field::location(Place::Path("locationId")),
        Field::body("status", "/type")
            .via(kind)
            .or(Fixed::Text("all")),
        Field::body("accounts", "/accounts").via(joined),
        Field::body("start", "/fromDate")
            .required()
            .via(convert::utc),
        Field::body("end", "/toDate").required().via(convert::utc),
        Field::composed(Place::Body("/limit"), |args| {
            Ok(Some(json!(limit(args, 20, LARGEST_PAGE).to_string())))
        }),
        Field::body("cursor", "/skip")
            .via(convert::text)
            .or(Fixed::Text("0")),
        Field::fixed(Place::Body("/includeUsers"), Fixed::Text("true")),
    ],
    answer: "/results",
    record: |results, args| {
        let posts = list(results, "/posts", post)?;
        let before: u64 = text(args, "/cursor").map_or(Some(0), |cursor| cursor.parse().ok())?;
        let next = before + posts.len() as u64;
        let total = results.get("count").and_then(Value::as_u64).unwrap_or(next);
        let mut page = json!({ "posts": posts, "total": total });
        if next < total && next > before {
            page["cursor"] = json!(next.to_string());
        }
        Some(page)
    },
};

static UPDATE: Request = Request {
    method: Method::Put,
    path: "/social-media-posting/{locationId}/posts/{id}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::location(Place::Path("locationId")),
        Field::path("post", "id"),
        Field::body("type", "/type").or(Fixed::Text("post")),
        Field::body("user", "/userId").via(convert::text),
        Field::body("accounts", "/accountIds").via(convert::texts),
        Field::body("message", "/summary").via(convert::text),
        Field::body("start", "/scheduleDate").via(convert::utc),
        Field::composed(Place::Body("/status"), rescheduled),
    ],
    answer: "",
    record: |_, _| Some(Value::Null),
};

static DELETE: Request = Request {
    method: Method::Delete,
    path: "/social-media-posting/{locationId}/posts/{id}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::location(Place::Path("locationId")),
        Field::path("post", "id"),
    ],
    answer: "",
    record: |_, args| deleted(args, "post"),
};

/// The kind of post has to be sent again and must not change, and the answer carries no post: so it is read first.
fn update<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let mut record = line.call(&GET, args).await?;
        let mut asked = args.clone();
        asked["type"] = json!(text(&record, "/vendor/type"));
        line.call(&UPDATE, &asked).await?;
        for (ours, given) in [("message", "/message"), ("at", "/start")] {
            if let Some(new) = text(args, given) {
                record[ours] = json!(new);
            }
        }
        let accounts = convert::words(args, "accounts");
        if !accounts.is_empty() {
            record["accounts"] = json!(accounts);
        }
        if text(args, "/start").is_some() {
            record["status"] = json!("scheduled");
        }
        Ok(record)
    }
    .boxed()
}

/// Planned when there is a time, out at once when there is none.
#[expect(
    clippy::unnecessary_wraps,
    reason = "one of the conversions, which all have this signature"
)]
fn status(args: &Value) -> Converted {
    Ok(Some(json!(if text(args, "/start").is_some() {
        "scheduled"
    } else {
        "published"
    })))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "one of the conversions, which all have this signature"
)]
fn rescheduled(args: &Value) -> Converted {
    Ok(text(args, "/start").map(|_| json!("scheduled")))
}

/// Ids as the vendor wants them here: in one text, with commas between them.
fn joined(ids: &Value) -> Converted {
    let ids = convert::texts(ids)?.unwrap_or_default();
    let ids: Vec<&str> = ids
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    Ok(Some(json!(ids.join(","))))
}

fn kind(status: &Value) -> Converted {
    match status.as_str() {
        Some(
            "recent" | "all" | "scheduled" | "draft" | "failed" | "in_review" | "published"
            | "in_progress" | "deleted",
        ) => Ok(Some(status.clone())),
        _ => Err("posts can be listed as all, scheduled, published, draft or failed".into()),
    }
}

fn post(item: &Value) -> Option<Value> {
    let accounts = texts(item, "/accountIds");
    let at = ["/scheduleDate", "/publishedAt", "/displayDate"]
        .iter()
        .find_map(|pointer| time(item, pointer));
    SocialPost {
        id: first_text(item, &["/_id", "/id"])?,
        message: text(item, "/summary"),
        status: text(item, "/status"),
        at,
        accounts: accounts.unwrap_or_else(|| text(item, "/accountId").into_iter().collect()),
    }
    .of(item)
}

/// What the answer leaves out is as it was asked for.
fn fill_in(record: &mut Value, args: &Value) {
    for (name, given) in [("message", "message"), ("at", "start")] {
        if record[name].is_null() {
            record[name] = args.get(given).cloned().unwrap_or_default();
        }
    }
    if record["accounts"].as_array().is_none_or(Vec::is_empty) {
        record["accounts"] = json!(convert::words(args, "accounts"));
    }
}

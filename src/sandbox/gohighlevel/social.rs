//! The social planner: connected accounts and posts.
//!
//! Answers are wrapped in `{success, statusCode, message, results}`. Nothing is published: a post
//! that is to go at once is `published`, a scheduled one when its time has come.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::ids;
use super::super::request::{Call, Reply};
use super::check::{Field, Kind, may, must};
use super::record::{instant, stamp, without_nulls};
use super::{Answer, JULY, Method, Row, State, fault, trace};

const ALL: &str = "/social-media-posting/{locationId}/posts";
const ONE: &str = "/social-media-posting/{locationId}/posts/{id}";

pub(super) const ROWS: &[Row] = &[
    Row::reads(
        Method::Get,
        "/social-media-posting/{locationId}/accounts",
        JULY,
        accounts,
    ),
    Row::changes(Method::Post, ALL, JULY, create).body(CREATE),
    Row::reads(
        Method::Post,
        "/social-media-posting/{locationId}/posts/list",
        JULY,
        list,
    )
    .body(LIST),
    Row::reads(Method::Get, ONE, JULY, read),
    Row::changes(Method::Put, ONE, JULY, update).body(UPDATE),
    Row::changes(Method::Delete, ONE, JULY, delete),
];

/// The published description says object and means these words.
const TYPES: Kind = Kind::OneOf(&["post", "story", "reel"]);
const STATUSES: Kind = Kind::OneOf(&[
    "in_progress",
    "draft",
    "failed",
    "published",
    "scheduled",
    "in_review",
    "notification_sent",
    "deleted",
]);

const CREATE: &[Field] = &[
    must("accountIds", Kind::Texts),
    must("type", TYPES),
    must("userId", Kind::Text),
    may("summary", Kind::Text),
    may("media", Kind::List),
    may("status", STATUSES),
    may("scheduleDate", Kind::Time),
    may("createdBy", Kind::Text),
    may("followUpComment", Kind::Text),
    may("ogTagsDetails", Kind::Object),
    may("postApprovalDetails", Kind::Object),
    may("scheduleTimeUpdated", Kind::Flag),
    may("tags", Kind::Texts),
    may("categoryId", Kind::Text),
    may("tiktokPostDetails", Kind::Object),
    may("gmbPostDetails", Kind::Object),
];

const UPDATE: &[Field] = &[
    must("type", TYPES),
    may("accountIds", Kind::Texts),
    may("userId", Kind::Text),
    may("summary", Kind::Text),
    may("media", Kind::List),
    may("status", STATUSES),
    may("scheduleDate", Kind::Time),
    may("createdBy", Kind::Text),
    may("followUpComment", Kind::Text),
    may("ogTagsDetails", Kind::Object),
    may("postApprovalDetails", Kind::Object),
    may("scheduleTimeUpdated", Kind::Flag),
    may("tags", Kind::Texts),
    may("categoryId", Kind::Text),
    may("tiktokPostDetails", Kind::Object),
    may("gmbPostDetails", Kind::Object),
];

/// Numbers and the flag are texts here.
const LIST: &[Field] = &[
    must("skip", Kind::Text),
    must("limit", Kind::Text),
    must("fromDate", Kind::Time),
    must("toDate", Kind::Time),
    must("includeUsers", Kind::OneOf(&["true", "false"])),
    may(
        "type",
        Kind::OneOf(&[
            "recent",
            "all",
            "scheduled",
            "draft",
            "failed",
            "in_review",
            "published",
            "in_progress",
            "deleted",
        ]),
    ),
    may("accounts", Kind::Text),
    may("postType", TYPES),
];

/// A page or profile that posts can go to.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Account {
    pub id: String,
    pub profile: String,
    pub name: String,
    /// `facebook`, `instagram`, `google`, `linkedin`.
    pub platform: String,
    /// `page`, `profile`, `location`.
    pub kind: String,
    /// Its permission ends, or ended, then.
    pub expires: DateTime<Utc>,
}

/// Something to publish.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Post {
    pub id: String,
    pub accounts: Vec<String>,
    pub summary: String,
    pub media: Value,
    pub kind: String,
    /// As it was asked for; see [`Post::status`].
    pub status: String,
    pub scheduled: Option<DateTime<Utc>>,
    pub user: String,
    pub tags: Vec<String>,
    pub created: DateTime<Utc>,
    pub updated: DateTime<Utc>,
}

impl Post {
    /// A scheduled post is published when its time has come.
    fn status(&self, now: DateTime<Utc>) -> &str {
        match self.scheduled {
            Some(at) if self.status == "scheduled" && at <= now => "published",
            _ => &self.status,
        }
    }

    /// When it is or was to be seen.
    fn day(&self) -> DateTime<Utc> {
        self.scheduled.unwrap_or(self.created)
    }

    fn view(&self, state: &State, now: DateTime<Utc>, with_user: bool) -> Value {
        let account = self.accounts.first();
        let platform = state
            .social_accounts
            .iter()
            .find(|known| Some(&known.id) == account)
            .map(|known| known.platform.as_str());
        let user = state.users.iter().find(|user| user.id == self.user);
        let user = user.filter(|_| with_user).map(|user| {
            json!({ "id": user.id, "title": "", "firstName": user.first_name, "lastName": user.last_name })
        });
        let published = (self.status(now) == "published").then(|| stamp(self.day()));
        without_nulls(json!({
            "_id": self.id,
            "source": "composer",
            "locationId": state.location.id,
            "platform": platform,
            "displayDate": stamp(self.day()),
            "scheduleDate": self.scheduled.map(stamp),
            "publishedAt": published,
            "createdAt": stamp(self.created),
            "updatedAt": stamp(self.updated),
            "accountId": account,
            "accountIds": self.accounts,
            "error": "",
            "summary": self.summary,
            "media": self.media,
            "status": self.status(now),
            "type": self.kind,
            "tags": self.tags,
            "createdBy": self.user,
            "user": user,
        }))
    }

    /// Takes over the members of a checked body.
    fn take(&mut self, call: &Call, state: &State) -> Result<(), Reply> {
        let texts = |name: &str| {
            let list = call.field(name).as_array()?;
            Some(list.iter().filter_map(Value::as_str).map(str::to_owned))
        };
        if let Some(accounts) = texts("accountIds") {
            self.accounts = accounts.collect();
        }
        if self.accounts.is_empty() {
            return Err(fault::unprocessable(vec![
                "accountIds should not be empty".to_owned(),
            ]));
        }
        for id in &self.accounts {
            let known = state.social_accounts.iter().find(|known| known.id == *id);
            let known = known.ok_or_else(|| fault::unknown("Account", id))?;
            if known.expires <= call.now {
                return Err(fault::bad(format!("Account {} is expired", known.name)));
            }
        }
        if let Some(user) = call.text("userId") {
            if !state.users.iter().any(|known| known.id == user) {
                return Err(fault::unknown("User", user));
            }
            user.clone_into(&mut self.user);
        }
        if let Some(tags) = texts("tags") {
            self.tags = tags.collect();
        }
        if let Some(media) = call.field("media").as_array() {
            if media.iter().any(|item| !item["url"].is_string()) {
                return Err(fault::unprocessable(vec![
                    "media.0.url must be a string".to_owned(),
                ]));
            }
            self.media = json!(media);
        }
        let text = |name: &str| call.text(name).map(str::to_owned);
        self.kind = text("type").unwrap_or_else(|| self.kind.clone());
        self.summary = text("summary").unwrap_or_else(|| self.summary.clone());
        self.status = text("status").unwrap_or_else(|| self.status.clone());
        self.scheduled = call
            .text("scheduleDate")
            .and_then(instant)
            .or(self.scheduled);
        if self.summary.is_empty() && self.media.as_array().is_none_or(Vec::is_empty) {
            return Err(fault::bad("Either summary or media is required"));
        }
        if self.status == "scheduled" {
            let Some(at) = self.scheduled else {
                return Err(fault::bad("scheduleDate is required for a scheduled post"));
            };
            if at <= call.now && call.text("scheduleDate").is_some() {
                return Err(fault::bad("scheduleDate must be in the future"));
            }
        }
        self.updated = call.now;
        Ok(())
    }
}

fn wrapped(status: u16, message: &str, results: &Value) -> Value {
    let mut body = json!({
        "success": true,
        "statusCode": status,
        "message": message,
        "traceId": trace(),
    });
    if !results.is_null() {
        body["results"] = results.clone();
    }
    body
}

fn position(call: &Call, state: &State) -> Result<usize, Reply> {
    let id = call.param("id");
    let found = state.posts.iter().position(|post| post.id == id);
    found.ok_or_else(|| fault::unknown("Post", id))
}

/// All platforms at once; there is no parameter to ask for one.
fn accounts(call: &Call, state: &State) -> Answer {
    let accounts: Vec<Value> = state
        .social_accounts
        .iter()
        .map(|account| {
            json!({
                "id": account.id,
                "oauthId": account.id.split('_').next(),
                "profileId": account.profile,
                "name": account.name,
                "platform": account.platform,
                "type": account.kind,
                "expire": stamp(account.expires),
                "isExpired": account.expires <= call.now,
                "meta": {},
            })
        })
        .collect();
    let results = json!({ "accounts": accounts, "groups": [] });
    Ok(Reply::ok(wrapped(200, "Fetched Accounts", &results)))
}

fn create(call: &Call, state: &mut State) -> Answer {
    let scheduled = call.text("scheduleDate").is_some();
    let mut post = Post {
        id: ids::object(),
        accounts: Vec::new(),
        summary: String::new(),
        media: json!([]),
        kind: String::new(),
        status: if scheduled { "scheduled" } else { "published" }.to_owned(),
        scheduled: None,
        user: String::new(),
        tags: Vec::new(),
        created: call.now,
        updated: call.now,
    };
    post.take(call, state)?;
    let results = json!({ "post": post.view(state, call.now, false) });
    state.posts.push(post);
    Ok(Reply::created(wrapped(201, "Created Post", &results)))
}

fn read(call: &Call, state: &State) -> Answer {
    let post = &state.posts[position(call, state)?];
    let results = json!({ "post": post.view(state, call.now, true) });
    Ok(Reply::ok(wrapped(200, "Fetched Post", &results)))
}

/// 201, although nothing is made. Newest first.
fn list(call: &Call, state: &State) -> Answer {
    let number = |name: &str| {
        let text = call.text(name).unwrap_or_default();
        text.parse::<usize>()
            .map_err(|_| fault::unprocessable(vec![format!("{name} must be a number string")]))
    };
    let (skip, limit) = (number("skip")?, number("limit")?);
    let time = |name: &str| call.text(name).and_then(instant);
    let (from, until) = (time("fromDate"), time("toDate"));
    let accounts: Vec<&str> = call
        .text("accounts")
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|id| !id.is_empty())
        .collect();
    let wanted = call
        .text("type")
        .filter(|wanted| !matches!(*wanted, "all" | "recent"));
    let mut found: Vec<&Post> = state
        .posts
        .iter()
        .filter(|post| from.is_none_or(|from| post.day() >= from))
        .filter(|post| until.is_none_or(|until| post.day() <= until))
        .filter(|post| wanted.is_none_or(|wanted| post.status(call.now) == wanted))
        .filter(|post| call.text("postType").is_none_or(|kind| kind == post.kind))
        .filter(|post| {
            accounts.is_empty()
                || post
                    .accounts
                    .iter()
                    .any(|id| accounts.contains(&id.as_str()))
        })
        .collect();
    found.sort_by_key(|post| std::cmp::Reverse(post.day()));
    let with_user = call.text("includeUsers") == Some("true");
    let posts: Vec<Value> = found
        .iter()
        .skip(skip)
        .take(limit)
        .map(|post| post.view(state, call.now, with_user))
        .collect();
    let results = json!({ "posts": posts, "count": found.len() });
    Ok(Reply::created(wrapped(201, "Fetched Posts", &results)))
}

/// The answer carries no post.
fn update(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    let mut changed = state.posts[at].clone();
    if changed.status(call.now) == "published" {
        return Err(fault::bad("A published post cannot be edited"));
    }
    changed.take(call, state)?;
    state.posts[at] = changed;
    Ok(Reply::ok(wrapped(200, "Updated Post", &Value::Null)))
}

fn delete(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    let post = state.posts.remove(at);
    let results = json!({ "postId": post.id });
    Ok(Reply::ok(wrapped(200, "Deleted Post", &results)))
}
